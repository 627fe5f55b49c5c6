import {
    type ContainerDefinition,
    DescribeTaskDefinitionCommand,
    DescribeTasksCommand,
    ECSClient,
    type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { clientOf } from "../aws/account";
import type { Place } from "../piece";

/** What a container's labels say about where it belongs. */
export interface Belongs {
    taskArn: string;
    task: string;
    cluster: string;
    container: string;
    definition: string;
}

export function belongs(labels: Record<string, string>): Belongs {
    const label = (name: string) => {
        const value = labels[`com.amazonaws.ecs.${name}`];
        if (!value)
            throw new Error(
                `a container without the label com.amazonaws.ecs.${name} is no ECS container; only those run here.`,
            );
        return value;
    };
    const taskArn = label("task-arn");
    return {
        taskArn,
        task: taskArn.split("/").at(-1) ?? taskArn,
        cluster: label("cluster"),
        container: label("container-name"),
        definition: `${label("task-definition-family")}:${label("task-definition-version")}`,
    };
}

/** What the emulator leaves out when it asks for a container: read from the registered task definition, and the task's overrides. */
export interface Registered {
    definition: TaskDefinition;
    container: ContainerDefinition;
    taskRoleArn?: string;
    executionRoleArn?: string;
}

export async function registered(place: Pick<Place, "home" | "ports">, at: Belongs): Promise<Registered> {
    const ecs = new ECSClient(clientOf(place));
    const [{ taskDefinition }, { tasks = [] }] = await Promise.all([
        ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: at.definition })),
        ecs.send(new DescribeTasksCommand({ cluster: at.cluster, tasks: [at.taskArn] })),
    ]);
    const container = taskDefinition?.containerDefinitions?.find(({ name }) => name === at.container);
    const task = tasks[0];
    if (!taskDefinition || !container || !task) {
        throw new Error(
            `ECS knows no container ${at.container} of task ${at.task} in ${at.definition}; nothing is started for it.`,
        );
    }
    return {
        definition: taskDefinition,
        container,
        taskRoleArn: task.overrides?.taskRoleArn ?? taskDefinition.taskRoleArn,
        executionRoleArn: task.overrides?.executionRoleArn ?? taskDefinition.executionRoleArn,
    };
}
