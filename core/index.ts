/** Core lives: it owns the state backend, evidence, artifacts, the key, who may do what, and the budget; reads nobody; feeds kafka and demo. */
import { countCosts } from "../lib/cost";
import { guard } from "../lib/guard";
import { awsIn } from "../lib/providers";
import { Boundary } from "./boundary";
import { Bucket } from "./bucket";
import { BudgetStop } from "./budget-stop";
import { config } from "./config";
import { EncryptionKey } from "./encryption-key";
import { GitHubActions } from "./github-actions";
import { Roles } from "./roles";
import { SpendingAlarm } from "./spending-alarm";
import { Trail } from "./trail";

const { place, alertEmail, monthlyBudget, stateHistoryDays, evidenceRetentionDays, artifactDays } = config;
const { principals, sessionHours, githubRepository, githubBranch, githubProvider, trail, trailDays } = config;
guard(place);
const costs = countCosts();

// The component is protected, not only its bucket: a refused destroy must not have deleted the bucket's policy before.
const lives = { providers: [awsIn(place, alertEmail)], protect: true };

const key = new EncryptionKey("key", { place }, lives);

const state = new Bucket(
    "state",
    {
        place,
        holds: "state",
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
    lives,
);

const evidence = new Bucket(
    "evidence",
    {
        place,
        holds: "evidence",
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
    lives,
);

const artifacts = new Bucket(
    "artifacts",
    {
        place,
        holds: "artifacts",
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
    lives,
);

const boundary = new Boundary("boundary", { place }, lives);
const repository = githubRepository
    ? new GitHubActions("github-actions", { provider: githubProvider }, lives).providerArn.apply((providerArn) => ({
          name: githubRepository,
          branch: githubBranch,
          providerArn,
      }))
    : undefined;
const roles = new Roles("roles", { place, key, boundary, principals, repository, sessionHours }, lives);

const made = trail === "make" ? new Trail("trail", { place, key, keepDays: trailDays }, lives) : undefined;

const alarm = new SpendingAlarm("spending", { place, key, monthlyBudget, alertEmail }, lives);
const stop = new BudgetStop("budget-stop", { place, boundary, roles, alarm, alertEmail }, lives);

export const account = place.account;
export const region = place.region;
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
export const trailArn = made?.arn;
/** What hangs on demo's deployer while the month's budget is spent. */
export const overBudgetPolicyArn = stop.policyArn;
/** What all of this layer costs. */
export const cost = costs();
