import type { Policies } from "@pulumi/policy";
import * as policies from "../rules";
import { applyWaivers } from "./apply-waivers";
import { createRenamedPolicies } from "./renamed-policies";
import { createValidWaivers } from "./valid-waivers";
import { type Waiver, waivers } from "./waivers";

/** All policies with these waivers applied, the policy about the waivers, and those about old policy names. */
export function buildPolicies(list: readonly Partial<Waiver>[] = waivers, now = Date.now()): Policies {
    const all = Object.values(policies);
    return [...applyWaivers(all, list, now), createValidWaivers(all, list, now), ...createRenamedPolicies()];
}
