import { environmentAt, type Layer, layers } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import { up } from "../../ops/up";
import { durationIn } from "../duration";
import { atTerminal } from "../terminal";
import { type Call, UsageError } from "../verb";
import { namesOf } from "../words";

/** Core comes up with bootstrap, and is updated here only when named. */
const usual: readonly Layer[] = ["kafka", "demo"];

/** `./devmin up`, `./devmin up demo --lease 2h --yes`: each layer is previewed, and updated if you agree. */
export async function run({ root, args, say }: Call): Promise<void> {
    const { values, positionals } = namesOf(args, {
        yes: { type: "boolean", default: false },
        lease: { type: "string" },
    });
    const unknown = positionals.find((word) => !layers.some((layer) => layer === word));
    if (unknown) throw new UsageError(`there is no layer ${unknown}: name some of ${layers.join(", ")}.`);
    const leaseMs = values.lease === undefined ? undefined : durationIn(values.lease);
    if (!values.yes && !process.stdin.isTTY) {
        throw new Error("there is no terminal to ask at: look with pulumi preview, then say ./devmin up --yes.");
    }
    const env = environmentAt(root);
    const wanted = positionals.length ? layers.filter((layer) => positionals.includes(layer)) : usual;
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
