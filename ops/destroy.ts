import { type Clock, wallClock } from "../util/wait-until";
import type { AuditEntry } from "./audit/entry";
import { appendAuditEntry } from "./audit/log";
import type { AwsClients } from "./clients/aws";
import type { FoundResource, ListContext } from "./drift/found-resource";
import { formatFoundResource, listUndeclaredResources } from "./drift/undeclared-resources";
import type { Environment, Layer } from "./environment";
import type { Log, PulumiCli } from "./pulumi/cli";
import { assertUnlocked } from "./pulumi/locks";
import { readStateResources, type StateResource } from "./pulumi/state";
import { findDeletedResources, formatDeletion, listStrandedResources } from "./recovery/deleted-resources";

/** The layers that can be destroyed, each with its dependents. Core is not among them: it has the audit log and all states. */
export const dependentLayers = { kafka: ["demo"], demo: [] } as const satisfies Partial<
    Record<Layer, readonly Layer[]>
>;
export type DestroyableLayer = keyof typeof dependentLayers;

export interface DestroyOptions {
    log: Log;
    /** Called after the resources to be destroyed were printed. */
    confirm(): Promise<boolean>;
    /** @default asks the clouds */
    listUndeclared?: typeof listUndeclaredResources;
    /** @default the wall clock */
    clock?: Clock;
}

/** What is lost beyond the resource itself, by type; the most serious first. */
const losses: Record<string, string> = {
    "confluentcloud:index/kafkaTopic:KafkaTopic": "topics, with every record in them",
    "confluentcloud:index/kafkaCluster:KafkaCluster": "clusters, with everything in them",
    "confluentcloud:index/environment:Environment": "environments",
    "aws:secretsmanager/secret:Secret": "secrets, immediately and irrecoverably",
    "confluentcloud:index/apiKey:ApiKey": "API keys, rejected from then on",
    "aws:ecs/service:Service": "services, with their tasks",
    "aws:cloudwatch/logGroup:LogGroup": "log groups, with every log event",
};

/** What a destroy deletes, one line per kind. Resources that were only read stay, and are not listed. */
export function formatLosses(resources: readonly StateResource[]): string[] {
    const removedResources = filterCloudResources(resources);
    const lines = Object.entries(losses).flatMap(([type, description]) => {
        const names = removedResources.filter((each) => each.type === type).map(({ urn }) => urn.split("::").at(-1));
        return names.length ? [`${description}: ${names.join(", ")}`] : [];
    });
    const otherCount = removedResources.filter(({ type }) => !Object.hasOwn(losses, type)).length;
    return [...lines, ...(otherCount ? [`${otherCount} more, which the next update creates again`] : [])];
}

const filterCloudResources = (resources: readonly StateResource[]) =>
    resources.filter(({ type, custom, external }) => custom && !external && !type.startsWith("pulumi:"));

/**
 * Destroys a layer: prints what will be deleted, asks, unprotects protected resources, destroys, and records what was deleted
 * in the audit log. Run again after an interruption, it continues with what is left. Resolves with the entry, or with undefined
 * when the user declined.
 */
export async function destroy(
    env: Environment,
    aws: AwsClients,
    pulumi: PulumiCli,
    layer: DestroyableLayer,
    { log, confirm, listUndeclared = listUndeclaredResources, clock = wallClock }: DestroyOptions,
): Promise<AuditEntry | undefined> {
    for (const dependent of dependentLayers[layer]) {
        if ((await requireStateResources(env, aws, dependent)).length > 0) {
            throw new Error(
                `${dependent} is up and depends on ${layer}: destroy it first with ./devmin destroy ${dependent}`,
            );
        }
    }
    await assertUnlocked(env, aws, layer);
    const before = await requireStateResources(env, aws, layer);
    if (before.length === 0) throw new Error(`there is nothing to destroy: ${layer} is not up.`);
    if (layer === "kafka") await assertClustersReadable(env, before);
    log(`to be destroyed with ${layer} of the stack ${env.stack}:`);
    for (const line of formatLosses(before)) log(`  ${line}`);
    if (!(await confirm())) return undefined;

    if (before.some(({ protect }) => protect)) await pulumi(layer, ["state", "unprotect", "--all", "--yes"], { log });
    // A refresh first: what somebody deleted by hand cannot be deleted again, and Confluent's provider fails on it.
    const failure = await pulumi(layer, ["destroy", "--yes", "--skip-preview", "--refresh"], { log }).then(
        () => undefined,
        (error: Error) => error,
    );
    const listUrns = (resources: StateResource[]) => filterCloudResources(resources).map(({ urn }) => urn);
    const after = await requireStateResources(env, aws, layer);
    const left = listUrns(after);
    const context: ListContext = { env, layer, aws, pulumi, resources: after };
    const undeclared = failure ? [] : await findWhatIsLeft(() => listUndeclared(context), layer, log, clock);
    const entry = await appendAuditEntry(env, aws, {
        kind: "destroy",
        verdict: failure || undeclared.length > 0 ? "fail" : "pass",
        details: { layer, went: listUrns(before).filter((urn) => !left.includes(urn)), left, undeclared },
    });
    if (undeclared.length > 0) {
        throw new Error(
            `what Pulumi created for ${layer} is destroyed (audit log entry ${entry.number}), but ${layer} is not gone. ` +
                `These have its names or tags, and are in no state:\n${undeclared.map((each) => `  ${each}`).join("\n")}\n` +
                `Delete what nobody needs in the console or with its CLI; ./devmin verify says whether something is left.`,
        );
    }
    if (failure) {
        log(`${left.length} resources of ${layer} are left: ./devmin destroy ${layer} continues with them;`);
        log(`pulumi up -C ${layer} creates the missing ones again, and protects them.`);
        throw failure;
    }
    return entry;
}

const maxLooks = 7;

/**
 * What has a destroyed layer's names or tags, one sentence each. Looks again for a minute: AWS still lists some of what is gone.
 * That it could not look is a sentence as well: what was deleted is recorded in any case.
 */
async function findWhatIsLeft(
    list: () => Promise<FoundResource[]>,
    layer: Layer,
    log: Log,
    clock: Clock,
): Promise<string[]> {
    for (let looks = 1; ; looks++) {
        const found = await list().then(
            (resources) => resources.map(formatFoundResource),
            ({ message }: Error) => [`nobody knows what, as the clouds could not be asked: ${message}`],
        );
        if (found.length === 0 || looks === maxLooks) return found;
        if (looks === 1) log(`looking for a minute whether ${found.join(", ")} of ${layer} goes as well …`);
        await clock.sleep(10_000);
    }
}

/** Throws when a refresh cannot read topics or ACLs because their cluster is gone. What else is gone, it drops from the state. */
async function assertClustersReadable(env: Environment, resources: StateResource[]): Promise<void> {
    const deleted = await findDeletedResources(env, resources);
    if (listStrandedResources(resources, deleted).length > 0) throw new Error(formatDeletion(deleted));
}

/** A layer's resources from its state. Throws when there is no state, as nobody knows then what exists. */
async function requireStateResources(env: Environment, aws: AwsClients, layer: Layer): Promise<StateResource[]> {
    const resources = await readStateResources(env, aws, layer);
    if (!resources) {
        throw new Error(`${env.stateBucket} has no state of ${layer}: restore it with ./devmin recover ${layer}`);
    }
    return resources;
}
