import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { account, type Credentials, clientOf } from "../aws/account";
import type { Place } from "../piece";

const service = "ecs-tasks.amazonaws.com";

/** Takes a role as ECS does for a task: its trust policy is asked whether ECS may, for this task; its policies decide from there on. */
export async function takeRole(
    place: Pick<Place, "home" | "ports">,
    roleArn: string,
    task: string,
): Promise<Credentials> {
    const sts = new STSClient(clientOf(place));
    const { Credentials } = await inService(sts, task).send(
        new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: task }),
    );
    return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
        expiration: Credentials?.Expiration ?? new Date(0),
    };
}

/** Has the emulator evaluate a client's requests as those of ECS, acting for a task. */
function inService(client: STSClient, task: string): STSClient {
    client.middlewareStack.add(
        (next) => (call) => {
            Object.assign((call.request as { headers: Record<string, string> }).headers, {
                "x-devmin-service": service,
                "x-devmin-source-arn": `arn:aws:ecs:${account.region}:${account.id}:task/${task}`,
            });
            return next(call);
        },
        { step: "build" },
    );
    return client;
}
