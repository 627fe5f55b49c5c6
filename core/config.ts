import * as pulumi from "@pulumi/pulumi";
import { forms } from "../lib/forms";
import type { Place } from "../lib/names";
import { listOf, oneOf, settings, text, where, wholeNumber } from "../lib/settings";

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
    /**
     * Who did what in the account: adopt the trail there is, or make one, and leave it at that. The first trail of management
     * events is free, and each one after it 2 USD per 100,000 of them.
     */
    trail: oneOf("adopt", "make"),
    /** Days after which a log of the trail that core made is gone. */
    trailDays: wholeNumber(1, 3_650, { default: 90 }),
    /** Who may take the roles of deployers and auditor. Left out: whoever in this account IAM lets take them. */
    deployers: listOf("ARNs of IAM roles or users", /^arn:aws:iam::\d{12}:(root|(role|user)\/\S+)$/, {
        example: "arn:aws:iam::123456789012:role/developers",
        default: [],
    }),
    /** Hours a session in one of those roles may last. */
    sessionHours: wholeNumber(1, 12, { default: 1 }),
    /** Whose GitHub workflows may take roles. Left out: nobody's. */
    githubRepository: text("a repository as owner/name", /^[\w.-]+\/[\w.-]+$/, { example: "you/devmin", default: "" }),
    /** Where those may deploy from. */
    githubBranch: text("a branch", /^[\w./-]+$/, { example: "main", default: "main" }),
    /** An account has room for one provider for GitHub Actions: adopt the one there is, or make it, and leave it at that. */
    githubProvider: oneOf("adopt", "make"),
});

export const config = {
    ...values,
    principals: values.deployers.length > 0 ? values.deployers : [`arn:aws:iam::${values.account}:root`],
    place: {
        layer: "core",
        stack: pulumi.getStack(),
        account: values.account,
        region: values["aws:region"],
    } satisfies Place,
};
