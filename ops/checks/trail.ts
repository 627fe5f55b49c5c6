import { listTrails, type TrailStatus } from "../account/trails";
import type { Check } from "./check";
import { SkippedError } from "./status";

/** Without a trail nobody can tell what a leaked key did. Whose trail it is matters only for the bill. */
export const trailCheck: Check = {
    claim: "a trail records management events in the region, and core has not created a second one",
    layers: ["core"],
    async findProblems(_env, { core }, { aws }) {
        return findTrailProblems(await listTrails(aws), core.trailArn);
    },
};

/** What is wrong with the trails of a region; `coreTrailArn` is the one that core created. */
export function findTrailProblems(trails: readonly TrailStatus[], coreTrailArn?: string): string[] {
    const [recordingTrails, faultyTrails] = [trails.filter(({ fault }) => !fault), trails.filter(({ fault }) => fault)];
    if (coreTrailArn && !recordingTrails.some(({ arn }) => arn === coreTrailArn)) {
        const fault = faultyTrails.find(({ arn }) => arn === coreTrailArn)?.fault ?? "it does not exist";
        return [
            `core's trail ${coreTrailArn} does not record management events: ${fault}; run pulumi up -C core --refresh`,
        ];
    }
    const unreadableTrail = faultyTrails.find((each) => each.isUnreadable);
    if (recordingTrails.length === 0 && unreadableTrail)
        throw new SkippedError(`${unreadableTrail.arn} may record management events, but ${unreadableTrail.fault}`);
    if (recordingTrails.length === 0) {
        return [
            ...faultyTrails.map(({ arn, fault }) => `${arn} does not record management events: ${fault}`),
            "no trail records management events: let core create one with " +
                "pulumi config set -C core trail make && pulumi up -C core",
        ];
    }
    return recordingTrails
        .filter(({ arn }) => coreTrailArn && arn !== coreTrailArn)
        .map(({ arn }) => `${arn} records the same as core's trail, at 2 USD per 100,000 events: delete one of them`);
}
