/** Core lives: it owns the state backend, evidence, artifacts, the key, who may do what, and the budget; reads nobody; feeds kafka and demo. */

import { createAwsProvider } from "../lib/aws-provider";
import { trackCosts } from "../lib/cost";
import { guard } from "../lib/guard";
import { Bucket } from "./bucket";
import { BudgetStop } from "./budget-action";
import { config } from "./config";
import { EncryptionKey } from "./encryption-key";
import { Boundary } from "./iam/boundary";
import { GitHubActions } from "./iam/github-actions";
import { Roles } from "./iam/roles";
import { SpendingAlarm } from "./spending-alarm";
import { Trail } from "./trail";

const { scope, alertEmail, monthlyBudget, stateHistoryDays, evidenceRetentionDays, artifactDays } = config;
const { principals, sessionHours, githubRepository, githubBranch, githubProvider, trail, trailDays } = config;
guard(scope);
const costs = trackCosts();

// The component is protected, not only its bucket: a refused destroy must not have deleted the bucket's policy before.
const persistentOptions = { providers: [createAwsProvider(scope, alertEmail)], protect: true };

const key = new EncryptionKey("key", { scope }, persistentOptions);

const state = new Bucket(
    "state",
    {
        scope,
        purpose: "state",
        key,
        lifecycle: [
            {
                id: "forget-old-states",
                status: "Enabled",
                filter: {},
                noncurrentVersionExpiration: { noncurrentDays: stateHistoryDays },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            },
        ],
    },
    persistentOptions,
);

const evidence = new Bucket(
    "evidence",
    {
        scope,
        purpose: "evidence",
        key,
        retentionDays: evidenceRetentionDays,
        lifecycle: [
            {
                id: "tidy",
                status: "Enabled",
                filter: {},
                abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            },
        ],
    },
    persistentOptions,
);

const artifacts = new Bucket(
    "artifacts",
    {
        scope,
        purpose: "artifacts",
        key,
        lifecycle: [
            {
                id: "expire",
                status: "Enabled",
                filter: {},
                expiration: { days: artifactDays },
                noncurrentVersionExpiration: { noncurrentDays: 1 },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
            },
        ],
    },
    persistentOptions,
);

const boundary = new Boundary("boundary", { scope }, persistentOptions);
const repository = githubRepository
    ? new GitHubActions("github-actions", { provider: githubProvider }, persistentOptions).providerArn.apply(
          (providerArn) => ({
              name: githubRepository,
              branch: githubBranch,
              providerArn,
          }),
      )
    : undefined;
const roles = new Roles("roles", { scope, key, boundary, principals, repository, sessionHours }, persistentOptions);

const createdTrail =
    trail === "make" ? new Trail("trail", { scope, key, logRetentionDays: trailDays }, persistentOptions) : undefined;

const alarm = new SpendingAlarm("spending", { scope, key, monthlyBudget, alertEmail }, persistentOptions);
const budgetStop = new BudgetStop("budget-stop", { scope, boundary, roles, alarm, alertEmail }, persistentOptions);

export const account = scope.account;
export const region = scope.region;
/** Whom to ask about what the layers made. */
export const owner = alertEmail;
export const stateBucket = state.bucketName;
export const evidenceBucket = evidence.bucketName;
export const artifactsBucket = artifacts.bucketName;
export const keyArn = key.keyArn;
export const keyAliasArn = key.aliasArn;
/** What every role of the environment carries. */
export const boundaryArn = boundary.arn;
/** Per role for people and pipelines, its ARN. */
export const roleArns = roles.arns;
export const budget = alarm.budgetName;
/** Where machines hear of spending. */
export const spendingTopicArn = alarm.topicArn;
/** The account's trail, where core made it. */
export const trailArn = createdTrail?.arn;
/** What hangs on demo's deployer while the month's budget is spent. */
export const overBudgetPolicyArn = budgetStop.policyArn;
/** What all of this layer costs. */
export const cost = costs();
