import {
    type ContainerDefinition,
    DescribeTaskDefinitionCommand,
    DescribeTasksCommand,
    ECSClient,
    type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { buildClientConfig } from "../aws/local-account";
import type { LocalCloud } from "../local-service";

/** A container's place in ECS, from its labels. */
export interface EcsLabels {
    taskArn: string;
    task: string;
    cluster: string;
    container: string;
    definition: string;
}

export function parseEcsLabels(labels: Record<string, string>): EcsLabels {
    const readLabel = (name: string) => {
        const value = labels[`com.amazonaws.ecs.${name}`];
        if (!value)
            throw new Error(
                `the container has no label com.amazonaws.ecs.${name}; the local cloud only runs containers of ECS tasks.`,
            );
        return value;
    };
    const taskArn = readLabel("task-arn");
    return {
        taskArn,
        task: taskArn.split("/").at(-1) ?? taskArn,
        cluster: readLabel("cluster"),
        container: readLabel("container-name"),
        definition: `${readLabel("task-definition-family")}:${readLabel("task-definition-version")}`,
    };
}

/** What the emulator's container request lacks: read from the registered task definition and the task's overrides. */
export interface TaskContext {
    definition: TaskDefinition;
    container: ContainerDefinition;
    taskRoleArn?: string;
    executionRoleArn?: string;
}

export async function readTaskContext(
    cloud: Pick<LocalCloud, "home" | "ports">,
    ecsLabels: EcsLabels,
): Promise<TaskContext> {
    const ecs = new ECSClient(buildClientConfig(cloud));
    const [{ taskDefinition }, { tasks = [] }] = await Promise.all([
        ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: ecsLabels.definition })),
        ecs.send(new DescribeTasksCommand({ cluster: ecsLabels.cluster, tasks: [ecsLabels.taskArn] })),
    ]);
    const container = taskDefinition?.containerDefinitions?.find(({ name }) => name === ecsLabels.container);
    const task = tasks[0];
    if (!taskDefinition || !container || !task) {
        throw new Error(
            `ECS has no container ${ecsLabels.container} of task ${ecsLabels.task} in ${ecsLabels.definition}; nothing was started.`,
        );
    }
    return {
        definition: taskDefinition,
        container,
        taskRoleArn: task.overrides?.taskRoleArn ?? taskDefinition.taskRoleArn,
        executionRoleArn: task.overrides?.executionRoleArn ?? taskDefinition.executionRoleArn,
    };
}
