import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { deployLayers } from "../../ops/up";
import { parseLayers, parseVariadicArguments } from "../args";
import type { CommandCall } from "../command";
import { parseDurationArgument } from "../duration";
import { promptAtTerminal } from "../terminal";

/** `./devmin up`, `./devmin up demo --lease 2h --yes`: each layer is previewed, and updated if you agree. */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const { values, positionals } = parseVariadicArguments(args, {
        yes: { type: "boolean", default: false },
        lease: { type: "string" },
    });
    const selectedLayers = parseLayers(positionals);
    const leaseMs = values.lease === undefined ? undefined : parseDurationArgument(values.lease);
    if (!values.yes && !process.stdin.isTTY) {
        throw new Error("there is no terminal to ask at: look with ./devmin plan, then say ./devmin up --yes.");
    }
    const env = readEnvironment(root);
    const isComplete = await deployLayers(env, await createPulumiCli(env, log), selectedLayers, {
        log,
        confirm: async (layer) =>
            values.yes || isYes(await promptAtTerminal((ask) => ask(`Update ${layer} as previewed above? [y/N] `))),
        leaseMs,
    });
    if (!isComplete) throw new Error("nothing more was changed, as you did not agree.");
    console.log(`${selectedLayers.join(", ")}: up. Go on with: ./devmin verify`);
}

const isYes = (answer: string) => /^y(es)?$/i.test(answer);
