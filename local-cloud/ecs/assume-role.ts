import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { account, buildClientConfig, type Credentials } from "../aws/local-account";
import type { LocalCloud } from "../local-service";

/** Who takes a role: an AWS service, for something in the account. */
export interface ServicePrincipal {
    /** The principal, for example `ecs-tasks.amazonaws.com`. */
    service: string;
    /** The ARN of what it acts for. */
    sourceArn: string;
    /** The name the session goes by. */
    session: string;
}

/** ECS, for a task. */
export const buildEcsPrincipal = (task: string): ServicePrincipal => ({
    service: "ecs-tasks.amazonaws.com",
    sourceArn: `arn:aws:ecs:${account.region}:${account.id}:task/${task}`,
    session: task,
});

/** Takes a role as an AWS service does: its trust policy is asked whether that one may; its policies decide from there on. */
export async function assumeRoleAsService(
    cloud: Pick<LocalCloud, "home" | "ports">,
    roleArn: string,
    principal: ServicePrincipal,
): Promise<Credentials> {
    const sts = new STSClient(buildClientConfig(cloud));
    const { Credentials } = await actAsService(sts, principal).send(
        new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: principal.session }),
    );
    return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
        expiration: Credentials?.Expiration ?? new Date(0),
    };
}

/** Has the emulator evaluate a client's requests as those of the service. */
function actAsService(client: STSClient, { service, sourceArn }: ServicePrincipal): STSClient {
    client.middlewareStack.add(
        (next) => (call) => {
            Object.assign((call.request as { headers: Record<string, string> }).headers, {
                "x-devmin-service": service,
                "x-devmin-source-arn": sourceArn,
            });
            return next(call);
        },
        { step: "build" },
    );
    return client;
}
