import type { Policies } from "@pulumi/policy";
import * as policies from "../rules";
import { applyWaivers } from "./apply-waivers";
import { createValidWaivers } from "./valid-waivers";
import { type Waiver, waivers } from "./waivers";

/** All guardrails with these waivers applied, and the one that judges the waivers. */
export function buildPolicies(list: readonly Partial<Waiver>[] = waivers, now = Date.now()): Policies {
    const all = Object.values(policies);
    return [...applyWaivers(all, list, now), createValidWaivers(all, list, now)];
}
