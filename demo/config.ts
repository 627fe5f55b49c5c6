import * as pulumi from "@pulumi/pulumi";
import { defaultMaxLeaseHours, findLeaseProblem, formatExtendLeaseCommand, leaseHoursRange } from "../lib/lease";
import type { NamingScope } from "../lib/names";
import { refuse } from "../lib/refusal";
import {
    defineChoice,
    defineNumberChoice,
    defineTimestamp,
    defineWholeNumber,
    locationSettings,
    readSettings,
} from "../lib/settings";

const settingValues = readSettings("demo", {
    ...locationSettings,
    /** Days for which the services' logs are retained; CloudWatch Logs has no other numbers up to 30. */
    logDays: defineNumberChoice([1, 3, 5, 7, 14, 30], { default: 7 }),
    /** CPU architecture of the tasks: ARM is 20 % cheaper, but not available in every region. */
    cpuArchitecture: defineChoice("ARM64", "X86_64"),
    /** What tasks run on: Spot capacity, which AWS may not have or take back, or Fargate on demand; Spot is up to 70 % cheaper. */
    capacity: defineChoice("spot", "onDemand"),
    /** When the services stop, in UTC; written by `./devmin up` and `./devmin lease extend 4h`. */
    leaseUntil: defineTimestamp({ command: formatExtendLeaseCommand(defaultMaxLeaseHours) }),
    /** Maximum length of a lease in hours. */
    maxLeaseHours: defineWholeNumber(leaseHoursRange.min, leaseHoursRange.max, { default: defaultMaxLeaseHours }),
});

const invalidLeaseReason = findLeaseProblem(settingValues.leaseUntil, settingValues.maxLeaseHours, Date.now());
if (invalidLeaseReason) refuse(invalidLeaseReason);

export const config = {
    ...settingValues,
    scope: {
        layer: "demo",
        stack: pulumi.getStack(),
        account: settingValues.account,
        region: settingValues["aws:region"],
    } satisfies NamingScope,
};
