import * as pulumi from "@pulumi/pulumi";
import { extending, leaseProblem, longestLease } from "../lib/lease";
import type { Place } from "../lib/names";
import { refuse } from "../lib/refusal";
import { moment, oneOf, settings, where, wholeNumber } from "../lib/settings";

const values = settings("demo", {
    ...where,
    /** Days the services' logs are kept. */
    logDays: wholeNumber(1, 30, { default: 7 }),
    /** What the tasks run on: ARM is a fifth cheaper, and not in every region. */
    cpuArchitecture: oneOf("ARM64", "X86_64"),
    /** When the services stop: `./devmin up` and `./devmin lease extend 4h` write it. */
    leaseUntil: moment({ command: extending(longestLease) }),
    /** How far ahead that may be, in hours. */
    maxLeaseHours: wholeNumber(1, 168, { default: longestLease }),
});

const problem = leaseProblem(values.leaseUntil, values.maxLeaseHours, Date.now());
if (problem) refuse(problem);

export const config = {
    ...values,
    place: {
        layer: "demo",
        stack: pulumi.getStack(),
        account: values.account,
        region: values["aws:region"],
    } satisfies Place,
};
