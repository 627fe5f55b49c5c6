import assert from "node:assert/strict";
import {
    type ContainerDefinition,
    CreateServiceCommand,
    DeleteServiceCommand,
    DeregisterTaskDefinitionCommand,
    DescribeServicesCommand,
    DescribeTaskDefinitionCommand,
    ECSClient,
    RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { listDeploymentAndEventIds, watchServices } from "../ops/watch-services";
import { buildExpectedName } from "./expected-name";
import type { Workspace } from "./workspace";

interface StartFailure {
    /** The name of the service. */
    service: string;
    /** What is wrong with its containers. */
    change(container: ContainerDefinition): Partial<ContainerDefinition>;
    /** What `up` says of its tasks. */
    says: RegExp;
}

/** Why a task does not start, each with one container of pulse's changed. */
const startFailures: readonly StartFailure[] = [
    {
        service: "no-image",
        change: ({ essential }) => (essential ? { image: "public.ecr.aws/docker/library/gone:1" } : {}),
        says: /stopped: CannotPullContainerError: .*gone/,
    },
    {
        service: "no-secret",
        change: ({ secrets = [] }) => ({
            secrets: secrets.map(({ name, valueFrom }) => ({
                name,
                valueFrom: valueFrom?.replace(/:[^:]*$/, ":no-such-version"),
            })),
        }),
        says: /stopped: ResourceInitializationError: unable to pull secrets or registry auth: .*VersionId: no-such-version/,
    },
    {
        service: "no-bundle",
        change: ({ essential, command }) =>
            essential ? {} : { command: command?.map((word) => (word.endsWith(".js") ? `${word}.gone` : word)) },
        says: /stopped: Essential container in task exited; container fetch ended with exit code 1; container pulse ended with exit code 143/,
    },
];

/** Runs a service for each of them in demo's cluster, as `up` does, and watches it. Pulse's service must exist. */
export async function assertStartFailures(workspace: Workspace): Promise<void> {
    const { env, aws } = workspace.connect();
    const ecs = aws.create(ECSClient);
    const cluster = buildExpectedName("demo", "cluster");
    const { services = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster, services: [buildExpectedName("demo", "pulse")] }),
    );
    const [pulse] = services;
    const { taskDefinition } = await ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: pulse?.taskDefinition }),
    );
    const said: { service: string; text: string; says: RegExp }[] = [];
    for (const { service, change, says } of startFailures) {
        const serviceName = buildExpectedName("demo", service);
        const earlierIds = await listDeploymentAndEventIds(env, aws);
        const registered = await ecs.send(
            new RegisterTaskDefinitionCommand({
                ...taskDefinition,
                family: serviceName,
                containerDefinitions: taskDefinition?.containerDefinitions?.map((each) => ({
                    ...each,
                    ...change(each),
                })),
            }),
        );
        const definitionArn = registered.taskDefinition?.taskDefinitionArn;
        try {
            await ecs.send(
                new CreateServiceCommand({
                    cluster,
                    serviceName,
                    taskDefinition: definitionArn,
                    desiredCount: 1,
                    capacityProviderStrategy: pulse?.capacityProviderStrategy,
                    networkConfiguration: pulse?.networkConfiguration,
                    deploymentConfiguration: pulse?.deploymentConfiguration,
                }),
            );
            const lines: string[] = [];
            const options = { earlierIds, signal: AbortSignal.timeout(20_000), everyMs: 500 };
            const reason = await watchServices(env, aws, { ...options, log: (line) => lines.push(line) });
            said.push({ service, text: [...lines, reason].join("\n"), says });
        } finally {
            await ecs.send(new DeleteServiceCommand({ cluster, service: serviceName, force: true }));
            await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: definitionArn }));
        }
    }
    const missed = said.filter(
        ({ service, text, says }) => !says.test(text) || !text.includes(`${service} does not become steady: `),
    );
    assert.deepEqual(missed, []);
}
