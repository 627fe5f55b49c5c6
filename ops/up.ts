import type { Environment, Layer } from "./environment";
import { extendLease, isRunning, leaseIn } from "./lease";
import type { Pulumi, Say } from "./pulumi";

export interface UpOptions {
    say: Say;
    /** Asked after the preview of each layer. */
    agrees(layer: Layer): Promise<boolean>;
    /** For demo, when no lease is running, or `renew` is set: how long the new one is. */
    leaseMs: number;
    renew: boolean;
}

/** Previews and updates the layers, one after the other. Resolves with false when an update was not agreed to. */
export async function up(
    env: Environment,
    pulumi: Pulumi,
    layers: readonly Layer[],
    { say, agrees, leaseMs, renew }: UpOptions,
): Promise<boolean> {
    for (const layer of layers) {
        if (layer === "demo" && (renew || !isRunning(leaseIn(env)))) {
            say(`demo gets a lease until ${await extendLease(env, pulumi, leaseMs)}`);
        }
        say(`preview of ${layer} …`);
        await pulumi(layer, ["preview", "--stack", env.stack], { say });
        if (!(await agrees(layer))) return false;
        say(`${layer} comes up …`);
        await pulumi(layer, ["up", "--yes", "--skip-preview", "--stack", env.stack], { say });
    }
    return true;
}
