import { ECSClient, UpdateServiceCommand, type UpdateServiceCommandInput } from "@aws-sdk/client-ecs";
import { type Credentials, clientOf } from "../aws/account";
import type { Place } from "../piece";
import { fromCloud } from "../providers/aws/casing";

type Where = Pick<Place, "home" | "ports">;
type Action = (place: Where, credentials: Credentials, input: object) => Promise<unknown>;

/** What `arn:aws:scheduler:::aws-sdk:SERVICE:ACTION` calls, by `SERVICE:ACTION`. */
const actions: Record<string, Action> = {
    "ecs:updateService": (place, credentials, input) =>
        new ECSClient(clientOf(place, credentials)).send(
            new UpdateServiceCommand(fromCloud<UpdateServiceCommandInput>(input)),
        ),
};

/** Whether a target is the API of a service; the emulator itself takes care of the others. */
export const isUniversal = (arn: string) => arn.startsWith("arn:aws:scheduler:::aws-sdk:");

/** Calls the API a universal target names, with its input, in which AWS spells every parameter with a capital. */
export async function callTarget(place: Where, arn: string, text: string, credentials: Credentials): Promise<void> {
    const name = arn.split(":").slice(-2).join(":");
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) {
        const known = Object.keys(actions).join(", ");
        throw new Unable(`the local cloud calls ${known} for schedules, not ${name}: add it to ${__filename}.`);
    }
    const input: object = JSON.parse(text);
    const wrong = Object.keys(input).filter((key) => !/^[A-Z]/.test(key));
    if (wrong.length > 0)
        throw new Unable(`the input of ${name} has ${wrong.join(", ")}, which must start with a capital.`);
    await action(place, credentials, input);
}

/** What trying again does not help. */
export class Unable extends Error {}
