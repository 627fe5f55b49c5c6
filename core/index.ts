/**
 * Core, a persistent layer. Owns: the state backend, evidence, artifacts, the KMS key, IAM roles and boundary, the budget.
 * Reads: no other layer.
 * Feeds: kafka, demo and the environment summary.
 */

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

const { scope, alertEmail, monthlyBudget, budgetFilter, stateHistoryDays, evidenceRetentionDays, artifactDays } =
    config;
const { principals, sessionHours, githubBranch, githubProvider, trail, trailDays } = config;
const { githubRepository, githubRepositoryId, githubOwnerId } = config;
guard(scope);
const costs = trackCosts();

// Protects the whole component, not only its bucket: otherwise a refused destroy would already have deleted the bucket policy.
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
                id: "expire-old-states",
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
                id: "abort-incomplete-uploads",
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
              id: githubRepositoryId,
              ownerId: githubOwnerId,
              branch: githubBranch,
              providerArn,
          }),
      )
    : undefined;
const roles = new Roles("roles", { scope, key, boundary, principals, repository, sessionHours }, persistentOptions);

const createdTrail =
    trail === "make" ? new Trail("trail", { scope, key, logRetentionDays: trailDays }, persistentOptions) : undefined;

const alarm = new SpendingAlarm("spending", { scope, key, monthlyBudget, budgetFilter, alertEmail }, persistentOptions);
const budgetStop = new BudgetStop("budget-stop", { scope, boundary, roles, alarm, alertEmail }, persistentOptions);

export const account = scope.account;
export const region = scope.region;
/** E-mail address of the owner: the value of the tag `devmin:owner` on every resource of every layer. */
export const owner = alertEmail;
export const stateBucket = state.bucketName;
export const evidenceBucket = evidence.bucketName;
export const artifactsBucket = artifacts.bucketName;
export const keyArn = key.keyArn;
export const keyAliasArn = key.aliasArn;
/** ARN of the permissions boundary of every role in the environment. */
export const boundaryArn = boundary.arn;
/** ARN per role that people and pipelines assume. */
export const roleArns = roles.arns;
export const budget = alarm.budgetName;
/** ARN of the SNS topic that receives budget notifications. */
export const spendingTopicArn = alarm.topicArn;
/** ARN of the CloudTrail trail; undefined when core adopts the account's existing trail. */
export const trailArn = createdTrail?.arn;
/** ARN of the policy that is attached to role deploy-demo while the monthly budget is exceeded. */
export const overBudgetPolicyArn = budgetStop.policyArn;
/** Estimated cost of this layer in USD. */
export const cost = costs();
