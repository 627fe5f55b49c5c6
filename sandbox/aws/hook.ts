import { request } from "node:https";
import type { Place } from "../piece";
import { clientOf, endpointOf } from "./account";

/** Asks the emulator what no AWS is asked: to save what it holds, or to take somebody's word for the bill. */
export function postHook(place: Pick<Place, "home" | "ports">, hook: "save" | "spent", body?: object): Promise<void> {
    const { httpsAgent } = clientOf(place).requestHandler;
    return new Promise((resolve, reject) => {
        request(`${endpointOf(place)}/_devmin/${hook}`, { method: "POST", agent: httpsAgent }, (response) => {
            response.resume();
            if (response.statusCode === 204) resolve();
            else reject(new Error(`the emulator did not take ${hook}: it answers ${response.statusCode}`));
        })
            .once("error", reject)
            .end(body && JSON.stringify(body));
    });
}

/** Says what a budget's bill of this month is; less than an action's threshold is a new month's. */
export const sayBill = (place: Pick<Place, "home" | "ports">, budget: string, amount: number) =>
    postHook(place, "spent", { budget, amount });
