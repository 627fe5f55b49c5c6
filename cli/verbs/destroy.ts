import { destroy, type Passing, standingOn } from "../../ops/destroy";
import { environmentAt } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import { atTerminal } from "../terminal";
import { type Call, UsageError } from "../verb";
import { namesOf } from "../words";

/** `./devmin destroy demo`, `./devmin destroy kafka --yes`: says what goes, and asks for the stack's name. */
export async function run({ root, args, say }: Call): Promise<void> {
    const { values, positionals } = namesOf(args, { yes: { type: "boolean", default: false } });
    const [layer, ...others] = positionals;
    if (layer === "core") {
        throw new Error(
            "core holds the evidence and the states of all, and goes by hand: see Everything has to go in docs/runbook.md.",
        );
    }
    if (!isPassing(layer) || others.length > 0) {
        throw new UsageError(
            `name one of ${Object.keys(standingOn).join(", ")}; ${positionals.join(" ") || "nothing"} was given.`,
        );
    }
    const env = environmentAt(root);
    const link = await destroy(env, await pulumiFor(env, say), layer, {
        say,
        agrees: async () => {
            if (values.yes) return true;
            if (!process.stdin.isTTY) {
                throw new Error(
                    `there is no terminal to ask at: if all that may go, say ./devmin destroy ${layer} --yes`,
                );
            }
            const typed = await atTerminal((ask) => ask(`Type the stack's name, ${env.stack}, and all that is gone: `));
            return typed === env.stack;
        },
    });
    if (!link) throw new Error("nothing went, as that is not the stack's name.");
    console.log(`${layer} is gone; what went is link ${link.number} of the evidence in ${env.evidenceBucket}`);
}

const isPassing = (word = ""): word is Passing => Object.hasOwn(standingOn, word);
