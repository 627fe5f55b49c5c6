import * as pulumi from "@pulumi/pulumi";
import { forms } from "../lib/forms";
import type { Place } from "../lib/names";
import { settings, text, where, wholeNumber } from "../lib/settings";

const values = settings("core", {
    ...where,
    /** Who hears of spending and owns what is made. */
    alertEmail: text(...forms.email),
    /** USD a month for the whole AWS account; mails go out at 50, 80 and 100 % of it. */
    monthlyBudget: wholeNumber(1, 10_000, { default: 25 }),
    /** Days an overwritten state stays recoverable. */
    stateHistoryDays: wholeNumber(7, 3_650, { default: 90 }),
    /** Days for which Object Lock keeps every version of a piece of evidence. */
    evidenceRetentionDays: wholeNumber(1, 3_650, { default: 30 }),
    /** Days after which a build artifact is gone. */
    artifactDays: wholeNumber(1, 365, { default: 30 }),
});

export const config = {
    ...values,
    place: {
        layer: "core",
        stack: pulumi.getStack(),
        account: values.account,
        region: values["aws:region"],
    } satisfies Place,
};
