import { ECSClient, UpdateServiceCommand, type UpdateServiceCommandInput } from "@aws-sdk/client-ecs";
import { buildClientConfig, type Credentials } from "../aws/local-account";
import type { LocalCloud } from "../local-service";
import { toPulumiCase } from "../providers/aws/casing";

type CloudConnection = Pick<LocalCloud, "home" | "ports">;
type TargetAction = (cloud: CloudConnection, credentials: Credentials, input: object) => Promise<unknown>;

/** The supported targets `arn:aws:scheduler:::aws-sdk:SERVICE:ACTION`, by `SERVICE:ACTION`. */
const actions: Record<string, TargetAction> = {
    "ecs:updateService": (cloud, credentials, input) =>
        new ECSClient(buildClientConfig(cloud, credentials)).send(
            new UpdateServiceCommand(toPulumiCase<UpdateServiceCommandInput>(input)),
        ),
};

/** Whether a target is a service's API; the emulator itself calls the others. */
export const isUniversal = (arn: string) => arn.startsWith("arn:aws:scheduler:::aws-sdk:");

/** Calls a universal target's API. AWS requires parameter names in the input to start with a capital. */
export async function callTarget(
    cloud: CloudConnection,
    arn: string,
    text: string,
    credentials: Credentials,
): Promise<void> {
    const name = arn.split(":").slice(-2).join(":");
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) {
        const known = Object.keys(actions).join(", ");
        throw new UnsupportedTargetError(
            `the local cloud's schedules can call ${known}, not ${name}: add it to ${__filename}.`,
        );
    }
    const input: object = JSON.parse(text);
    const wrong = Object.keys(input).filter((key) => !/^[A-Z]/.test(key));
    if (wrong.length > 0)
        throw new UnsupportedTargetError(
            `the input of ${name} has ${wrong.join(", ")}; parameter names must start with a capital.`,
        );
    await action(cloud, credentials, input);
}

/** A target or input that a retry cannot repair. */
export class UnsupportedTargetError extends Error {}
