import { CloudWatchLogsClient, CreateLogStreamCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { buildClientConfig, type Credentials } from "../aws/local-account";
import type { LocalCloud } from "../local-service";

/**
 * Creates a container's log stream with the execution role, as ECS does: without the log group, or the permission, the container
 * does not start. The emulator then writes the lines without a permission.
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
