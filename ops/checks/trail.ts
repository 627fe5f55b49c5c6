import { listTrails, type TrailStatus } from "../account/trails";
import type { Check } from "./check";
import { SkippedError } from "./status";

/** Without a record nobody can tell what a leaked key did. Whose trail it is makes no difference, but for the bill. */
export const trailCheck: Check = {
    claim: "a trail records who changes what in the region, and core has not made a second one",
    async findProblems(env, { core }) {
        return findTrailProblems(await listTrails(env), core.trailArn);
    },
};

/** What is wrong with the trails of a region; `made` is core's own. */
export function findTrailProblems(trails: readonly TrailStatus[], coreTrailArn?: string): string[] {
    const [recordingTrails, faultyTrails] = [trails.filter(({ fault }) => !fault), trails.filter(({ fault }) => fault)];
    if (coreTrailArn && !recordingTrails.some(({ arn }) => arn === coreTrailArn)) {
        const fault = faultyTrails.find(({ arn }) => arn === coreTrailArn)?.fault ?? "it is gone";
        return [`core's trail ${coreTrailArn} is no record, as ${fault}: run pulumi up -C core --refresh`];
    }
    const unreadableTrail = faultyTrails.find((each) => each.isUnreadable);
    if (recordingTrails.length === 0 && unreadableTrail)
        throw new SkippedError(`${unreadableTrail.arn} may be one, but ${unreadableTrail.fault}`);
    if (recordingTrails.length === 0) {
        return [
            ...faultyTrails.map(({ arn, fault }) => `${arn} is no record, as ${fault}`),
            "no trail records who changes what: have core make one, with " +
                "pulumi config set -C core trail make && pulumi up -C core",
        ];
    }
    return recordingTrails
        .filter(({ arn }) => coreTrailArn && arn !== coreTrailArn)
        .map(({ arn }) => `${arn} records the same as core's trail, at 2 USD for 100,000 events: let one of them go`);
}
