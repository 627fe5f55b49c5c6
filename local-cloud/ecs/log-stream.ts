import { CloudWatchLogsClient, CreateLogStreamCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { buildClientConfig, type Credentials } from "../aws/local-account";
import type { LocalCloud } from "../local-service";

/**
 * Makes the stream a container logs to, as the execution role, as ECS does: no log group or no right to it and the
 * container does not start. The emulator then writes the lines into it, whoever may.
 */
export async function createLogStream(
    cloud: Pick<LocalCloud, "home" | "ports">,
    { name, logConfiguration }: ContainerDefinition,
    executionRole: Credentials,
    task: string,
): Promise<void> {
    const options = logConfiguration?.options ?? {};
    const prefix = options["awslogs-stream-prefix"];
    if (logConfiguration?.logDriver !== "awslogs" || !prefix) return;
    const logs = new CloudWatchLogsClient(buildClientConfig(cloud, executionRole));
    await logs
        .send(
            new CreateLogStreamCommand({
                logGroupName: options["awslogs-group"],
                logStreamName: `${prefix}/${name}/${task}`,
            }),
        )
        .catch((error: Error) => {
            if (error.name !== "ResourceAlreadyExistsException") throw error;
        });
}
