import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { type Credentials, clientOf } from "../aws/account";
import type { Place } from "../piece";

const service = "ecs-tasks.amazonaws.com";

interface Statement {
    Effect?: string;
    Action?: string | string[];
    Principal?: { Service?: string | string[] };
}

const list = <T>(value: T | T[] | undefined) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** Whether a trust policy lets ECS tasks take the role. The emulator lets its root take any role that trusts any service. */
export function trustsTasks(document: string): boolean {
    const { Statement } = JSON.parse(document) as { Statement?: Statement | Statement[] };
    return list(Statement).some(
        ({ Effect, Action, Principal }) =>
            Effect === "Allow" && list(Action).includes("sts:AssumeRole") && list(Principal?.Service).includes(service),
    );
}

/** Takes a role as ECS does for a task; its policies decide from there on. */
export async function takeRole(
    place: Pick<Place, "home" | "ports">,
    roleArn: string,
    task: string,
): Promise<Credentials> {
    const iam = new IAMClient(clientOf(place));
    const sts = new STSClient(clientOf(place));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: roleArn.split("/").at(-1) }));
    if (!trustsTasks(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "{}"))) {
        throw new Error(`ECS was unable to assume the role '${roleArn}': its trust policy does not allow ${service}.`);
    }
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: task }));
    return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
        expiration: Credentials?.Expiration ?? new Date(0),
    };
}
