import * as pulumi from "@pulumi/pulumi";
import { inputFormats } from "../lib/input-formats";
import { defaultMonthlyBudget, monthlyBudgetRange } from "../lib/monthly-budget";
import type { NamingScope } from "../lib/names";
import { refuse } from "../lib/refusal";
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
    /** Recipient of budget mails, and owner of all resources (tag `devmin:owner`). */
    alertEmail: defineText(...inputFormats.email),
    /** Budget in USD per month, of what `budgetFilter` says; sends mail at 50, 80 and 100 %. */
    monthlyBudget: defineWholeNumber(monthlyBudgetRange.min, monthlyBudgetRange.max, { default: defaultMonthlyBudget }),
    /**
     * What the budget counts: the whole `account`, or the `environment`, which is what has its tag `devmin:stack`. Budgets sees nothing
     * of a tag before it is activated as a cost allocation tag.
     */
    budgetFilter: defineChoice("account", "environment"),
    /** Days for which an overwritten state can be recovered. */
    stateHistoryDays: defineWholeNumber(7, 3_650, { default: 90 }),
    /** Days for which Object Lock retains every version of every object in the evidence store. */
    evidenceRetentionDays: defineWholeNumber(1, 3_650, { default: 30 }),
    /** Days after which build artifacts expire; more than the 7 of the longest lease, as each lease uploads its bundles again. */
    artifactDays: defineWholeNumber(8, 365, { default: 30 }),
    /**
     * CloudTrail: `adopt` the account's existing trail, or `make` one. Do not change it afterwards. The first trail of
     * management events is free; each further one costs 2 USD per 100,000 events.
     */
    trail: defineChoice("adopt", "make"),
    /** Days after which logs of a trail that core created expire. */
    trailDays: defineWholeNumber(1, 3_650, { default: 90 }),
    /** Principals that can assume the roles. @default every principal of this account whose own policy allows it */
    deployers: defineList("ARNs of IAM roles or users", /^arn:aws:iam::\d{12}:(root|(role|user)\/\S+)$/, {
        example: "arn:aws:iam::123456789012:role/developers",
        default: [],
    }),
    /** Maximum hours of a session in one of those roles. */
    sessionHours: defineWholeNumber(1, 12, { default: 1 }),
    /** Repository whose GitHub Actions workflows can assume roles. @default none */
    githubRepository: defineText("a repository as owner/name", /^[\w.-]+\/[\w.-]+$/, {
        example: "you/devmin",
        default: "",
    }),
    /** GitHub's numbers of that repository and of its owner: `gh api repos/OWNER/NAME --jq '.id, .owner.id'` prints them. */
    githubRepositoryId: defineText("a number", /^\d+$/, { example: "456789", default: "" }),
    githubOwnerId: defineText("a number", /^\d+$/, { example: "123456", default: "" }),
    /** Branch that those workflows can deploy from. */
    githubBranch: defineText("a branch", /^[\w./-]+$/, { example: "main", default: "main" }),
    /** OIDC provider of GitHub Actions, one per account: `adopt` the existing one, or `make` it. Do not change it afterwards. */
    githubProvider: defineChoice("adopt", "make"),
});

if (settingValues.githubRepository && !(settingValues.githubRepositoryId && settingValues.githubOwnerId)) {
    const path = `repos/${settingValues.githubRepository}`;
    refuse(
        `devmin-core:githubRepository is ${settingValues.githubRepository}, but githubRepositoryId and githubOwnerId are not both ` +
            `set: a name can be given away, its numbers cannot. Look them up with: gh api ${path} --jq '.id, .owner.id'; ` +
            "then set each with: pulumi config set -C core githubRepositoryId NUMBER, and githubOwnerId.",
    );
}

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
