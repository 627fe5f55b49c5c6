import { NotExercised } from "../answer";
import { type SeenTrail, trailsIn } from "../trails";
import type { Check } from "./check";

/** Without a record nobody can tell what a leaked key did. Whose trail it is makes no difference, but for the bill. */
export const trail: Check = {
    claim: "a trail records who changes what in the region, and core has not made a second one",
    async problems(env, { core }) {
        return trailProblems(await trailsIn(env), core.trailArn);
    },
};

/** What is wrong with the trails of a region; `made` is core's own. */
export function trailProblems(trails: readonly SeenTrail[], made?: string): string[] {
    const [records, others] = [trails.filter(({ fault }) => !fault), trails.filter(({ fault }) => fault)];
    if (made && !records.some(({ arn }) => arn === made)) {
        const fault = others.find(({ arn }) => arn === made)?.fault ?? "it is gone";
        return [`core's trail ${made} is no record, as ${fault}: run pulumi up -C core --refresh`];
    }
    const closed = others.find((each) => each.closed);
    if (records.length === 0 && closed) throw new NotExercised(`${closed.arn} may be one, but ${closed.fault}`);
    if (records.length === 0) {
        return [
            ...others.map(({ arn, fault }) => `${arn} is no record, as ${fault}`),
            "no trail records who changes what: have core make one, with " +
                "pulumi config set -C core trail make && pulumi up -C core",
        ];
    }
    return records
        .filter(({ arn }) => made && arn !== made)
        .map(({ arn }) => `${arn} records the same as core's trail, at 2 USD for 100,000 events: let one of them go`);
}
