import { type Environment, readEnvironment } from "../../ops/environment";
import { extendLease, formatExtendLeaseCommand, formatRemainingLease, readLease } from "../../ops/lease";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { parseArguments } from "../args";
import { type CommandCall, UsageError } from "../command";
import { parseDurationArgument } from "../duration";

/** `./devmin lease`, `./devmin lease extend 4h` */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const env = readEnvironment(root);
    if (args.length === 0) return printLease(env);
    const [subcommand, duration = ""] = parseArguments(args, {}, 2).positionals;
    if (subcommand !== "extend")
        throw new UsageError(`there is no lease ${subcommand}: say lease, or lease extend 4h.`);
    const until = await extendLease(env, await createPulumiCli(env, log), parseDurationArgument(duration));
    console.log(
        `the lease ends at ${until}, once demo knows of it. Go on with: ./devmin up demo, or pulumi up -C demo`,
    );
}

function printLease(env: Environment): void {
    const lease = readLease(env);
    console.log(
        `${formatRemainingLease(lease)}. Its end sets every service of demo to zero tasks and leaves the rest as it is.`,
    );
    console.log(`A new one, of ${lease.maxHours} hours at most: ${formatExtendLeaseCommand(lease.maxHours)}`);
}
