import { type DestroyableLayer, dependentLayers, destroy } from "../../ops/destroy";
import { readEnvironment } from "../../ops/environment";
import { createPulumiCli } from "../../ops/pulumi/cli";
import { parseVariadicArguments } from "../args";
import { type CommandCall, UsageError } from "../command";
import { promptAtTerminal } from "../terminal";

/** `./devmin destroy demo`, `./devmin destroy kafka --yes`: says what goes, and asks for the stack's name. */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const { values, positionals } = parseVariadicArguments(args, { yes: { type: "boolean", default: false } });
    const [layer, ...others] = positionals;
    if (layer === "core") {
        throw new Error(
            "core holds the evidence and the states of all, and goes by hand: see Everything has to go in docs/runbook.md.",
        );
    }
    if (!isDestroyable(layer) || others.length > 0) {
        throw new UsageError(
            `name one of ${Object.keys(dependentLayers).join(", ")}; ${positionals.join(" ") || "nothing"} was given.`,
        );
    }
    const env = readEnvironment(root);
    const entry = await destroy(env, await createPulumiCli(env, log), layer, {
        log,
        confirm: async () => {
            if (values.yes) return true;
            if (!process.stdin.isTTY) {
                throw new Error(
                    `there is no terminal to ask at: if all that may go, say ./devmin destroy ${layer} --yes`,
                );
            }
            const typed = await promptAtTerminal((ask) =>
                ask(`Type the stack's name, ${env.stack}, and all that is gone: `),
            );
            return typed === env.stack;
        },
    });
    if (!entry) throw new Error("nothing went, as that is not the stack's name.");
    console.log(`${layer} is gone; what went is link ${entry.number} of the evidence in ${env.evidenceBucket}`);
}

const isDestroyable = (name = ""): name is DestroyableLayer => Object.hasOwn(dependentLayers, name);
