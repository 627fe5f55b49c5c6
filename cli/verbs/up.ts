import { environmentAt } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import { up } from "../../ops/up";
import { durationIn } from "../duration";
import { atTerminal } from "../terminal";
import type { Call } from "../verb";
import { layersOf, namesOf } from "../words";

/** `./devmin up`, `./devmin up demo --lease 2h --yes`: each layer is previewed, and updated if you agree. */
export async function run({ root, args, say }: Call): Promise<void> {
    const { values, positionals } = namesOf(args, {
        yes: { type: "boolean", default: false },
        lease: { type: "string" },
    });
    const wanted = layersOf(positionals);
    const leaseMs = values.lease === undefined ? undefined : durationIn(values.lease);
    if (!values.yes && !process.stdin.isTTY) {
        throw new Error("there is no terminal to ask at: look with ./devmin plan, then say ./devmin up --yes.");
    }
    const env = environmentAt(root);
    const done = await up(env, await pulumiFor(env, say), wanted, {
        say,
        agrees: async (layer) =>
            values.yes || isYes(await atTerminal((ask) => ask(`Update ${layer} as previewed above? [y/N] `))),
        leaseMs,
    });
    if (!done) throw new Error("nothing more was changed, as you did not agree.");
    console.log(`${wanted.join(", ")}: up. Go on with: ./devmin verify`);
}

const isYes = (answer: string) => /^y(es)?$/i.test(answer);
