import { type Environment, environmentAt } from "../../ops/environment";
import { extending, extendLease, leaseIn, leftOf } from "../../ops/lease";
import { pulumiFor } from "../../ops/pulumi";
import { durationIn } from "../duration";
import { type Call, UsageError } from "../verb";
import { wordsOf } from "../words";

/** `./devmin lease`, `./devmin lease extend 4h` */
export async function run({ root, args, say }: Call): Promise<void> {
    const env = environmentAt(root);
    if (args.length === 0) return tell(env);
    const [word, length = ""] = wordsOf(args, {}, 2).positionals;
    if (word !== "extend") throw new UsageError(`there is no lease ${word}: say lease, or lease extend 4h.`);
    const until = await extendLease(env, await pulumiFor(env, say), durationIn(length));
    console.log(
        `the lease ends at ${until}, once demo knows of it. Go on with: ./devmin up demo, or pulumi up -C demo`,
    );
}

function tell(env: Environment): void {
    const lease = leaseIn(env);
    console.log(`${leftOf(lease)}. Its end sets every service of demo to zero tasks and leaves the rest as it is.`);
    console.log(`A new one, of ${lease.maxHours} hours at most: ${extending(lease.maxHours)}`);
}
