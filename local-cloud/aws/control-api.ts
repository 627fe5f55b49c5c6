import { request } from "node:https";
import type { LocalCloud } from "../local-service";
import { buildClientConfig, getAwsEndpoint } from "./local-account";

/** Calls the emulator's control API, which AWS does not have: to save its state, to set a budget's spending, what billing knows, or Fargate's capacity. */
export function callControlApi(
    cloud: Pick<LocalCloud, "home" | "ports">,
    operation: "save" | "spent" | "billing" | "capacity",
    body?: object,
): Promise<void> {
    const { httpsAgent } = buildClientConfig(cloud).requestHandler;
    return new Promise((resolve, reject) => {
        request(`${getAwsEndpoint(cloud)}/_devmin/${operation}`, { method: "POST", agent: httpsAgent }, (response) => {
            response.resume();
            if (response.statusCode === 204) resolve();
            else
                reject(new Error(`the AWS emulator answered ${operation} with ${response.statusCode}; it must be 204`));
        })
            .once("error", reject)
            .end(body && JSON.stringify(body));
    });
}

/** Sets a budget's spending of this month, in USD; an amount below an action's threshold starts a new month. */
export const setBudgetSpend = (cloud: Pick<LocalCloud, "home" | "ports">, budget: string, amount: number) =>
    callControlApi(cloud, "spent", { budget, amount });

/** What billing knows of the account. @default as in a new account of its own: nothing was spent and no tag is known yet */
export interface BillingSettings {
    /** Whether the account may use Cost Explorer. */
    costExplorer: boolean;
    /** Whether the account is a member of an organization. */
    isLinkedAccount: boolean;
    /** USD in each month by record type, such as `Usage` or `Credit`, which is negative. */
    spent: Record<string, number>;
    /** The tags that billing has seen, and can activate. */
    tagKeys: readonly string[];
}

/** Sets what billing knows, until the emulator ends. */
export const setBilling = (cloud: Pick<LocalCloud, "home" | "ports">, settings: Partial<BillingSettings>) =>
    callControlApi(cloud, "billing", settings);

/** Sets which of Fargate's capacity providers have no capacity, until the emulator ends: `["FARGATE_SPOT"]`. */
export const setUnavailableCapacity = (cloud: Pick<LocalCloud, "home" | "ports">, unavailable: readonly string[]) =>
    callControlApi(cloud, "capacity", { unavailable });
