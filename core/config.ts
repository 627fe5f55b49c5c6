import * as pulumi from "@pulumi/pulumi";
import { inputFormats } from "../lib/input-formats";
import type { NamingScope } from "../lib/names";
import {
    defineChoice,
    defineList,
    defineText,
    defineWholeNumber,
    locationSettings,
    readSettings,
} from "../lib/settings";

const settingValues = readSettings("core", {
    ...locationSettings,
    /** Who hears of spending and owns what is made. */
    alertEmail: defineText(...inputFormats.email),
    /** USD a month for the whole AWS account; mails go out at 50, 80 and 100 % of it. */
    monthlyBudget: defineWholeNumber(1, 10_000, { default: 25 }),
    /** Days an overwritten state stays recoverable. */
    stateHistoryDays: defineWholeNumber(7, 3_650, { default: 90 }),
    /** Days for which Object Lock keeps every version of a piece of evidence. */
    evidenceRetentionDays: defineWholeNumber(1, 3_650, { default: 30 }),
    /** Days after which a build artifact is gone. */
    artifactDays: defineWholeNumber(1, 365, { default: 30 }),
    /**
     * Who did what in the account: adopt the trail there is, or make one, and leave it at that. The first trail of management
     * events is free, and each one after it 2 USD per 100,000 of them.
     */
    trail: defineChoice("adopt", "make"),
    /** Days after which a log of the trail that core made is gone. */
    trailDays: defineWholeNumber(1, 3_650, { default: 90 }),
    /** Who may take the roles of deployers and auditor. Left out: whoever in this account IAM lets take them. */
    deployers: defineList("ARNs of IAM roles or users", /^arn:aws:iam::\d{12}:(root|(role|user)\/\S+)$/, {
        example: "arn:aws:iam::123456789012:role/developers",
        default: [],
    }),
    /** Hours a session in one of those roles may last. */
    sessionHours: defineWholeNumber(1, 12, { default: 1 }),
    /** Whose GitHub workflows may take roles. Left out: nobody's. */
    githubRepository: defineText("a repository as owner/name", /^[\w.-]+\/[\w.-]+$/, {
        example: "you/devmin",
        default: "",
    }),
    /** Where those may deploy from. */
    githubBranch: defineText("a branch", /^[\w./-]+$/, { example: "main", default: "main" }),
    /** An account has room for one provider for GitHub Actions: adopt the one there is, or make it, and leave it at that. */
    githubProvider: defineChoice("adopt", "make"),
});

export const config = {
    ...settingValues,
    principals:
        settingValues.deployers.length > 0 ? settingValues.deployers : [`arn:aws:iam::${settingValues.account}:root`],
    scope: {
        layer: "core",
        stack: pulumi.getStack(),
        account: settingValues.account,
        region: settingValues["aws:region"],
    } satisfies NamingScope,
};
