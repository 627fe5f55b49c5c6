import { bootstrap } from "../../ops/bootstrap";
import { environmentAt } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";
import type { Call } from "../verb";
import { wordsOf } from "../words";
import { refreshSandboxEnv } from "./sandbox";

/** `./devmin bootstrap` */
export async function run({ root, args, say }: Call): Promise<void> {
    wordsOf(args, {}, 0);
    const env = environmentAt(root);
    const did = await bootstrap(env, await pulumiFor(env, say), say);
    const next = (await refreshSandboxEnv(env)) ? "source .sandbox/env" : 'eval "$(./devmin env)"';
    console.log(
        did
            ? `core is up and its state is in ${env.stateBucket}. Go on with: ${next} && (eval "$(./devmin env kafka)" && pulumi up -C kafka)`
            : `nothing to do: core is up and its state is in ${env.stateBucket}.`,
    );
}
