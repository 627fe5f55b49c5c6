import { aws } from "./aws";
import { confluent } from "./confluent";
import { runtime } from "./ecs";
import type { LocalCloud, LocalService } from "./local-service";
import { readManifest, toLocalCloud } from "./manifest";
import { type LocalCloudOptions, listServiceStatuses, type ServiceStatus, startAll, stopAll } from "./supervisor";

export { type AuthorizationDecision, readCalls, recordCalls } from "./aws/authorization-log";
export { type BillingSettings, setBilling, setBudgetSpend, setUnavailableCapacity } from "./aws/control-api";
export { signWorkflowToken } from "./aws/github-issuer";
export { dumpLocalCloud } from "./dump";
export { buildEnv, getPulumiHome, hasOfflineProviders, type ShellOptions, writeEnvFile } from "./env-file";
export { type ProviderKind, readProviderKind } from "./providers/select";
export type { LocalCloud, LocalCloudOptions, ServiceStatus };

/**
 * In the order they start; they stop in reverse. AWS gives its tasks to the runtime, and the tasks need Confluent Cloud.
 */
const services: readonly LocalService[] = [confluent, runtime, aws];

/** Starts the services that are down, and resolves when every service answers. */
export const startLocalCloud = (options: LocalCloudOptions): Promise<LocalCloud> => startAll(services, options);

/** Stops every service; state stays for the next start. */
export const stopLocalCloud = (options: Pick<LocalCloudOptions, "home" | "log">): Promise<void> => stopAll(options);

export const getLocalCloudStatus = (options: Pick<LocalCloudOptions, "home">): Promise<ServiceStatus[]> =>
    listServiceStatuses(services, options);

/** The local cloud in a folder; undefined if none was ever started there. */
export async function findLocalCloud(home: string): Promise<LocalCloud | undefined> {
    const manifest = await readManifest(home);
    return manifest && toLocalCloud(home, manifest);
}
