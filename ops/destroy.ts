import { type AuditEntry, appendAuditEntry } from "./audit/log";
import { switchRole } from "./clients/assume-role";
import type { Environment, Layer } from "./environment";
import type { Log, PulumiCli } from "./pulumi/cli";
import { assertUnlocked } from "./pulumi/locks";
import { readStateResources, type StateResource } from "./pulumi/state";

/** The layers that can go, each with those that stand on it. Core is none of them: it holds the evidence, and the states of all. */
export const dependentLayers = { kafka: ["demo"], demo: [] } as const satisfies Partial<
    Record<Layer, readonly Layer[]>
>;
export type DestroyableLayer = keyof typeof dependentLayers;

export interface DestroyOptions {
    log: Log;
    /** Asked once it was said what goes. */
    confirm(): Promise<boolean>;
}

/** What is lost with a resource, where that is more than the resource; the gravest first. */
const losses: Record<string, string> = {
    "confluentcloud:index/kafkaTopic:KafkaTopic": "topics, with every record in them",
    "confluentcloud:index/kafkaCluster:KafkaCluster": "clusters, with whatever others keep in them",
    "confluentcloud:index/environment:Environment": "environments",
    "aws:secretsmanager/secret:Secret": "secrets, at once and for good",
    "confluentcloud:index/apiKey:ApiKey": "keys, refused from then on",
    "aws:ecs/service:Service": "services, with their tasks",
    "aws:cloudwatch/logGroup:LogGroup": "logs, with every line in them",
};

/** What a destroy takes from the clouds, in words, a line each. What was only looked up is not among it, and stays. */
export function formatLosses(resources: readonly StateResource[]): string[] {
    const removedResources = filterCloudResources(resources);
    const lines = Object.entries(losses).flatMap(([type, description]) => {
        const names = removedResources.filter((each) => each.type === type).map(({ urn }) => urn.split("::").at(-1));
        return names.length ? [`${description}: ${names.join(", ")}`] : [];
    });
    const otherCount = removedResources.filter(({ type }) => !Object.hasOwn(losses, type)).length;
    return [...lines, ...(otherCount ? [`${otherCount} more, which the next update makes again`] : [])];
}

const filterCloudResources = (resources: readonly StateResource[]) =>
    resources.filter(({ type, custom, external }) => custom && !external && !type.startsWith("pulumi:"));

/**
 * Takes a layer away for good: says what goes, asks, lifts the protection of what is protected, destroys, and writes down
 * what went. One that was cut in two goes on with what is left. Resolves with the link in the evidence store; with
 * undefined when it was not agreed to.
 */
export async function destroy(
    env: Environment,
    pulumi: PulumiCli,
    layer: DestroyableLayer,
    { log, confirm }: DestroyOptions,
): Promise<AuditEntry | undefined> {
    const auditorEnv = await switchRole(env, "auditor"); // who may not write it down is to hear so before anything goes
    for (const dependent of dependentLayers[layer]) {
        if ((await requireStateResources(env, dependent)).length > 0) {
            throw new Error(
                `${dependent} is up and stands on ${layer}: take it down first with ./devmin destroy ${dependent}`,
            );
        }
    }
    await assertUnlocked(env, layer);
    const before = await requireStateResources(env, layer);
    if (before.length === 0) throw new Error(`there is nothing to destroy: ${layer} is not up.`);
    log(`what goes with ${layer} of the stack ${env.stack}:`);
    for (const line of formatLosses(before)) log(`  ${line}`);
    if (!(await confirm())) return undefined;

    if (before.some(({ protect }) => protect)) await pulumi(layer, ["state", "unprotect", "--all", "--yes"], { log });
    const failure = await pulumi(layer, ["destroy", "--yes", "--skip-preview"], { log }).then(
        () => undefined,
        (error: Error) => error,
    );
    const listUrns = (resources: StateResource[]) => filterCloudResources(resources).map(({ urn }) => urn);
    const left = listUrns(await requireStateResources(env, layer));
    const entry = await appendAuditEntry(auditorEnv, {
        kind: "destroy",
        verdict: failure ? "fail" : "pass",
        details: { layer, went: listUrns(before).filter((urn) => !left.includes(urn)), left },
    });
    if (failure) {
        log(`${left.length} things of ${layer} are left: ./devmin destroy ${layer} goes on with them, and`);
        log(`pulumi up -C ${layer} makes ${layer} whole again, and protects it.`);
        throw failure;
    }
    return entry;
}

/** A layer's resources as its state has them; without a state nobody knows what stands. */
async function requireStateResources(env: Environment, layer: Layer): Promise<StateResource[]> {
    const resources = await readStateResources(env, layer);
    if (!resources) {
        throw new Error(`${env.stateBucket} holds no state of ${layer}: bring it back with ./devmin recover ${layer}`);
    }
    return resources;
}
