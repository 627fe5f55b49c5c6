import { ECSClient, UpdateServiceCommand, type UpdateServiceCommandInput } from "@aws-sdk/client-ecs";
import { buildClientConfig, type Credentials } from "../aws/local-account";
import type { LocalCloud } from "../local-service";
import { toPulumiCase } from "../providers/aws/casing";

type CloudConnection = Pick<LocalCloud, "home" | "ports">;
type TargetAction = (cloud: CloudConnection, credentials: Credentials, input: object) => Promise<unknown>;

/** What `arn:aws:scheduler:::aws-sdk:SERVICE:ACTION` calls, by `SERVICE:ACTION`. */
const actions: Record<string, TargetAction> = {
    "ecs:updateService": (cloud, credentials, input) =>
        new ECSClient(buildClientConfig(cloud, credentials)).send(
            new UpdateServiceCommand(toPulumiCase<UpdateServiceCommandInput>(input)),
        ),
};

/** Whether a target is the API of a service; the emulator itself takes care of the others. */
export const isUniversal = (arn: string) => arn.startsWith("arn:aws:scheduler:::aws-sdk:");

/** Calls the API a universal target names, with its input, in which AWS spells every parameter with a capital. */
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
            `the local cloud calls ${known} for schedules, not ${name}: add it to ${__filename}.`,
        );
    }
    const input: object = JSON.parse(text);
    const wrong = Object.keys(input).filter((key) => !/^[A-Z]/.test(key));
    if (wrong.length > 0)
        throw new UnsupportedTargetError(
            `the input of ${name} has ${wrong.join(", ")}, which must start with a capital.`,
        );
    await action(cloud, credentials, input);
}

/** What trying again does not help. */
export class UnsupportedTargetError extends Error {}
