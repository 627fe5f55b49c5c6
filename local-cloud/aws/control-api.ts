import { request } from "node:https";
import type { LocalCloud } from "../local-service";
import { buildClientConfig, getAwsEndpoint } from "./local-account";

/** Asks the emulator what no AWS is asked: to save what it holds, or to take somebody's word for the bill. */
export function callControlApi(
    cloud: Pick<LocalCloud, "home" | "ports">,
    operation: "save" | "spent",
    body?: object,
): Promise<void> {
    const { httpsAgent } = buildClientConfig(cloud).requestHandler;
    return new Promise((resolve, reject) => {
        request(`${getAwsEndpoint(cloud)}/_devmin/${operation}`, { method: "POST", agent: httpsAgent }, (response) => {
            response.resume();
            if (response.statusCode === 204) resolve();
            else reject(new Error(`the emulator did not take ${operation}: it answers ${response.statusCode}`));
        })
            .once("error", reject)
            .end(body && JSON.stringify(body));
    });
}

/** Says what a budget's bill of this month is; less than an action's threshold is a new month's. */
export const setBudgetSpend = (cloud: Pick<LocalCloud, "home" | "ports">, budget: string, amount: number) =>
    callControlApi(cloud, "spent", { budget, amount });
