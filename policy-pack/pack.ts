import type { Policies } from "@pulumi/policy";
import { type Waiver, waivers } from "./catalogue/waivers";
import * as policies from "./policies";
import { waived } from "./waived";
import { waiversHold } from "./waivers-hold";

/** All guardrails with these waivers applied, and the one that judges the waivers. */
export function pack(list: readonly Partial<Waiver>[] = waivers, now = Date.now()): Policies {
    const all = Object.values(policies);
    return [...waived(all, list, now), waiversHold(all, list, now)];
}
