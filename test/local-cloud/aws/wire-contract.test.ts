import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import * as budgets from "@aws-sdk/client-budgets";
import * as costExplorer from "@aws-sdk/client-cost-explorer";
import * as ecs from "@aws-sdk/client-ecs";
import * as iam from "@aws-sdk/client-iam";
import * as s3 from "@aws-sdk/client-s3";
import { ListTagsForResourceCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { aws } from "../../../local-cloud/aws";
import { type BillingSettings, setBilling } from "../../../local-cloud/aws/control-api";
import {
    account,
    buildClientConfig,
    getS3ControlEndpoint,
    s3ControlAccountHost,
} from "../../../local-cloud/aws/local-account";
import { getCaFile } from "../../../local-cloud/certificate";
import type { LocalCloud } from "../../../local-cloud/local-service";
import { createManifest, toLocalCloud, writeManifest } from "../../../local-cloud/manifest";
import { findFreePort } from "../confluent/free-port";

const tools = join(__dirname, "..", "..", "..", ".sandbox", "tools");
const bucket = "contract-bucket";
const budgetName = "contract";
const owner = { AccountId: account.id };
const budget = {
    BudgetName: budgetName,
    BudgetType: "COST",
    TimeUnit: "MONTHLY",
    BudgetLimit: { Amount: "1", Unit: "USD" },
} as const;

type Who = "root" | "reader";

interface ContractRow {
    claim: string;
    /** Whose credentials: the account's, or those of a role that may only do `s3:GetObject`. */
    caller: Who;
    send(clients: Clients): Promise<object>;
    status: number;
    /** The error's code, as the SDK reads it from the body. */
    code?: string;
    /** What the answer, or the error's message, must look like. */
    response?: RegExp | Record<string, unknown>;
    /** What the body must look like where this SDK reads more forms than those of other languages. */
    body?: RegExp;
    /** Where AWS or the official provider says so. */
    source: string;
}

interface Clients {
    s3: s3.S3Client;
    s3Control: S3ControlClient;
    budgets: budgets.BudgetsClient;
    ecs: ecs.ECSClient;
    costExplorer: costExplorer.CostExplorerClient;
    /** Sets what billing knows of the account. */
    setBilling(settings: Partial<BillingSettings>): Promise<void>;
}

let firstVersion: string | undefined;
let createdAt: Date | undefined;
let deploymentId = "";
let deploymentArn: string | undefined;
/** The body of the last answer of S3 Control. */
let lastBody = "";

const listTags = ({ s3Control }: Clients) =>
    s3Control.send(new ListTagsForResourceCommand({ AccountId: account.id, ResourceArn: `arn:aws:s3:::${bucket}` }));
const listDeployments = (input: Partial<ecs.ListServiceDeploymentsCommandInput>) => (clients: Clients) =>
    clients.ecs.send(new ecs.ListServiceDeploymentsCommand({ cluster: "contract", service: "none", ...input }));
/** The costs of October, without those of these record types. */
const getCosts = (excluded?: string[]) => async (clients: Clients) => {
    const { ResultsByTime, ...answer } = await clients.costExplorer.send(
        new costExplorer.GetCostAndUsageCommand({
            TimePeriod: { Start: "2026-10-01", End: "2026-11-01" },
            Granularity: "MONTHLY",
            Metrics: ["UnblendedCost"],
            ...(excluded && { Filter: { Not: { Dimensions: { Key: "RECORD_TYPE", Values: excluded } } } }),
        }),
    );
    return { ...answer, months: ResultsByTime?.map(({ Total }) => Number(Total?.UnblendedCost?.Amount)) };
};
const activateTags =
    (...tagKeys: string[]) =>
    ({ costExplorer: client }: Clients) =>
        client.send(
            new costExplorer.UpdateCostAllocationTagsStatusCommand({
                CostAllocationTagsStatus: tagKeys.map((TagKey) => ({ TagKey, Status: "Active" })),
            }),
        );
const afterBilling = (settings: Partial<BillingSettings>, send: ContractRow["send"]) => async (clients: Clients) => {
    await clients.setBilling(settings);
    return send(clients);
};
const apiReference = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference";
const providerEcs = "terraform-provider-aws, internal/service/ecs/service.go";
const providerObject = "terraform-provider-aws, internal/service/s3/object_data_source.go";

/** In the order in which the official AWS provider asks, as data. */
const wireContract: ContractRow[] = [
    {
        claim: "S3 Control lists a bucket's tags",
        caller: "root",
        send: listTags,
        status: 200,
        response: { Tags: [{ Key: "devmin:layer", Value: "core" }] },
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListTagsForResource.html",
    },
    {
        claim: "S3 Control refuses in its own form, not S3's: the provider reads it, and asks S3 for the tags",
        caller: "reader",
        send: listTags,
        status: 403,
        code: "AccessDenied",
        response: /is not authorized to perform: s3:ListTagsForResource on resource: .*contract-bucket/,
        body: /<ErrorResponse><Error><Code>AccessDenied<\/Code><Message>/,
        source: "terraform-provider-aws, internal/service/s3/tags.go",
    },
    {
        claim: "an object's earlier version is read by its id",
        caller: "root",
        send: async (clients) => {
            const input = { Bucket: bucket, Key: "state", VersionId: firstVersion };
            const answer = await clients.s3.send(new s3.GetObjectCommand(input));
            return { ...answer, text: await answer.Body?.transformToString() };
        },
        status: 200,
        response: { text: "first" },
        source: providerObject,
    },
    {
        claim: "a version wants another permission than an object",
        caller: "reader",
        send: (clients) =>
            clients.s3.send(new s3.GetObjectCommand({ Bucket: bucket, Key: "state", VersionId: firstVersion })),
        status: 403,
        code: "AccessDenied",
        response: /s3:GetObjectVersion/,
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
    },
    {
        claim: "a refused HeadObject has no body, so no error code",
        caller: "reader",
        send: (clients) => clients.s3.send(new s3.HeadObjectCommand({ Bucket: "contract-closed", Key: "state" })),
        status: 403,
        code: "Unknown",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html",
    },
    {
        claim: "a missing budget is a 400",
        caller: "root",
        send: (clients) =>
            clients.budgets.send(new budgets.DescribeBudgetCommand({ ...owner, BudgetName: budgetName })),
        status: 400,
        code: "NotFoundException",
        source: "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DescribeBudget.html",
    },
    {
        claim: "a budget is created",
        caller: "root",
        send: (clients) => clients.budgets.send(new budgets.CreateBudgetCommand({ ...owner, Budget: budget })),
        status: 200,
        source: "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html",
    },
    {
        claim: "a budget's name is unique",
        caller: "root",
        send: (clients) => clients.budgets.send(new budgets.CreateBudgetCommand({ ...owner, Budget: budget })),
        status: 400,
        code: "DuplicateRecordException",
        source: "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html",
    },
    {
        claim: "a missing service has no deployments to list",
        caller: "root",
        send: listDeployments({}),
        status: 400,
        code: "ServiceNotFoundException",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html",
    },
    {
        claim: "a service is created, with a primary deployment",
        caller: "root",
        send: async (clients) => {
            const input = { cluster: "contract", serviceName: "service", taskDefinition: "contract", desiredCount: 0 };
            const { service } = await clients.ecs.send(new ecs.CreateServiceCommand(input));
            const [primary] = service?.deployments ?? [];
            deploymentId = primary?.id?.split("/")[1] ?? "";
            createdAt = primary?.createdAt;
            return { status: primary?.status, $metadata: { httpStatusCode: 200 } };
        },
        status: 200,
        response: { status: "PRIMARY" },
        source: providerEcs,
    },
    {
        claim: "its service deployment has a revision that is named by the primary deployment's id",
        caller: "root",
        send: async (clients) => {
            const after = new Date((createdAt?.getTime() ?? 0) - 1_000);
            const answer = await listDeployments({ service: "service", createdAt: { after } })(clients);
            const [one, ...others] = answer.serviceDeployments ?? [];
            deploymentArn = one?.serviceDeploymentArn;
            const isNamed = deploymentId !== "" && one?.targetServiceRevisionArn?.includes(deploymentId);
            return { ...answer, isNamed, others };
        },
        status: 200,
        response: { isNamed: true, others: [] },
        source: `${providerEcs}, findPrimaryDeploymentARN`,
    },
    {
        claim: "deployments before a time are left out",
        caller: "root",
        send: (clients) => {
            const after = new Date((createdAt?.getTime() ?? 0) + 1_000);
            return listDeployments({ service: "service", createdAt: { after } })(clients);
        },
        status: 200,
        response: { serviceDeployments: [] },
        source: `${providerEcs}, findPrimaryDeploymentARN`,
    },
    {
        claim: "and so are those of another status",
        caller: "root",
        send: listDeployments({ service: "service", status: ["IN_PROGRESS"] }),
        status: 200,
        response: { serviceDeployments: [] },
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html",
    },
    {
        claim: "a service deployment is SUCCESSFUL when its rollout is completed, which ends the provider's wait",
        caller: "root",
        send: async (clients) => {
            const input = { serviceDeploymentArns: [deploymentArn ?? "", "arn:none"] };
            const answer = await clients.ecs.send(new ecs.DescribeServiceDeploymentsCommand(input));
            const [one] = answer.serviceDeployments ?? [];
            return { ...answer, found: one?.status, hasFinished: one?.finishedAt instanceof Date };
        },
        status: 200,
        response: { found: "SUCCESSFUL", hasFinished: true, failures: [{ arn: "arn:none", reason: "MISSING" }] },
        source: `${providerEcs}, findDeploymentStatus`,
    },
    {
        claim: "a month's costs are what was used less what was credited",
        caller: "root",
        send: afterBilling({ spent: { Usage: 40.5, Credit: -30 } }, getCosts()),
        status: 200,
        response: { months: [10.5] },
        source: `${apiReference}/API_GetCostAndUsage.html`,
    },
    {
        claim: "and what was used where a filter excludes credits",
        caller: "root",
        send: getCosts(["Credit", "Refund"]),
        status: 200,
        response: { months: [40.5] },
        source: `${apiReference}/API_Expression.html`,
    },
    {
        claim: "costs want a permission",
        caller: "reader",
        send: getCosts(),
        status: 400,
        code: "AccessDeniedException",
        response: /is not authorized to perform: ce:GetCostAndUsage/,
        source: `${apiReference}/CommonErrors.html`,
    },
    {
        claim: "an account without Cost Explorer is refused, whoever asks",
        caller: "root",
        send: afterBilling({ costExplorer: false }, getCosts()),
        status: 400,
        code: "AccessDeniedException",
        response: /^User not enabled for cost explorer access$/,
        source: "https://github.com/aws-samples/aws-cost-explorer-report/issues/15",
    },
    {
        claim: "a tag that billing has not seen is not activated",
        caller: "root",
        send: activateTags("devmin:stack"),
        status: 400,
        code: "ValidationException",
        response: /^Failed to update Cost Allocation Tag: Tag keys not found: devmin:stack$/,
        source: "accounts of others on the first day; the API reference has only the next row",
    },
    {
        claim: "nor is it beside a tag that is",
        caller: "root",
        send: afterBilling({ tagKeys: ["devmin:stack"] }, activateTags("devmin:stack", "tagC")),
        status: 200,
        response: {
            Errors: [
                {
                    TagKey: "tagC",
                    Code: "TagKeysNotFoundException",
                    Message: "Failed to update Cost Allocation Tag: tagC",
                },
            ],
        },
        source: `${apiReference}/API_UpdateCostAllocationTagsStatus.html`,
    },
    {
        claim: "a tag that billing has seen is activated",
        caller: "root",
        send: activateTags("devmin:stack"),
        status: 200,
        response: { Errors: [] },
        source: `${apiReference}/API_UpdateCostAllocationTagsStatus.html`,
    },
    {
        claim: "activating a tag wants a permission",
        caller: "reader",
        send: activateTags("devmin:stack"),
        status: 400,
        code: "AccessDeniedException",
        response: /is not authorized to perform: ce:UpdateCostAllocationTagsStatus/,
        source: `${apiReference}/CommonErrors.html`,
    },
    {
        claim: "a member account of an organization activates none, whoever asks",
        caller: "root",
        send: afterBilling({ isLinkedAccount: true }, activateTags("devmin:stack")),
        status: 400,
        code: "AccessDeniedException",
        response:
            /^Failed to update Cost Allocation Tag: Linked account doesn't have access to cost allocation tags\.$/,
        source: "https://github.com/2i2c-org/infrastructure/pull/4932",
    },
];

/** Connects to this machine under the name that the SDK calls, as where /etc/hosts has it; TLS verifies the name. */
function createLoopbackAgent(caFile: string): Agent {
    return new Agent({
        ca: readFileSync(caFile),
        lookup: (host, options, done) => {
            const error = host === s3ControlAccountHost ? null : new Error(`${host} was called`);
            if (options.all) done(error, [{ address: "127.0.0.1", family: 4 }]);
            else done(error, "127.0.0.1", 4);
        },
    });
}

describe("the AWS emulator's wire contract", function () {
    this.timeout(60_000);
    let cloud: LocalCloud;
    let child: ChildProcess;
    const clients = {} as Record<Who, Clients>;

    function createClients(credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
        const config = { ...buildClientConfig(cloud), ...(credentials && { credentials }), maxAttempts: 1 };
        const s3Control = new S3ControlClient({
            ...config,
            endpoint: getS3ControlEndpoint(cloud),
            requestHandler: { ...config.requestHandler, httpsAgent: createLoopbackAgent(getCaFile(cloud)) },
        });
        s3Control.middlewareStack.add(
            (next) => async (args) => {
                const result = await next(args);
                const response = result.response as { body: AsyncIterable<Buffer> | Readable };
                const chunks: Buffer[] = [];
                for await (const chunk of response.body) chunks.push(chunk);
                lastBody = Buffer.concat(chunks).toString();
                response.body = Readable.from(chunks);
                return result;
            },
            { step: "deserialize", priority: "low" },
        );
        return {
            s3: new s3.S3Client({ ...config, forcePathStyle: true }),
            s3Control,
            budgets: new budgets.BudgetsClient(config),
            ecs: new ecs.ECSClient(config),
            costExplorer: new costExplorer.CostExplorerClient(config),
            setBilling: (settings: Partial<BillingSettings>) => setBilling(cloud, settings),
        };
    }

    before(async function () {
        this.timeout(300_000);
        const home = await mkdtemp(join(tmpdir(), "devmin-aws-"));
        await mkdir(join(home, "logs"));
        const manifest = {
            ...createManifest(tools),
            ports: { aws: await findFreePort(), runtime: await findFreePort(), confluent: await findFreePort() },
        };
        await writeManifest(home, manifest);
        cloud = toLocalCloud(home, manifest);
        await aws.install(cloud, console.log);
        const { file, args, env } = await aws.buildCommand(cloud);
        const log = openSync(join(home, "logs", "aws.log"), "a");
        child = spawn(file, args, {
            stdio: ["ignore", log, log],
            env: { ...process.env, ...env, DEVMIN_CONSISTENCY_DELAY: "0" },
        });
        while (await aws.checkHealth(cloud)) {
            assert.equal(child.exitCode, null, readFileSync(join(home, "logs", "aws.log"), "utf8"));
            await sleep(100);
        }
        clients.root = createClients();
        clients.reader = createClients(await createReader());
        await createResources(clients.root);
    });

    /** A role that may only read objects, and its session's credentials. */
    async function createReader() {
        const client = new iam.IAMClient(buildClientConfig(cloud));
        const toDocument = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
        const trust = { Effect: "Allow", Principal: { AWS: account.id }, Action: "sts:AssumeRole" };
        const allowed = { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` };
        const { Role } = await client.send(
            new iam.CreateRoleCommand({ RoleName: "reader", AssumeRolePolicyDocument: toDocument(trust) }),
        );
        await client.send(
            new iam.PutRolePolicyCommand({
                RoleName: "reader",
                PolicyName: "permissions",
                PolicyDocument: toDocument(allowed),
            }),
        );
        const { Credentials } = await new STSClient(buildClientConfig(cloud)).send(
            new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "contract" }),
        );
        const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = Credentials ?? {};
        return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    }

    async function createResources({ s3: client, ecs: containers }: Clients) {
        await client.send(new s3.CreateBucketCommand({ Bucket: "contract-closed" }));
        await client.send(new s3.CreateBucketCommand({ Bucket: bucket }));
        const VersioningConfiguration = { Status: "Enabled" } as const;
        await client.send(new s3.PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
        const Tagging = { TagSet: [{ Key: "devmin:layer", Value: "core" }] };
        await client.send(new s3.PutBucketTaggingCommand({ Bucket: bucket, Tagging }));
        const put = (Body: string) => client.send(new s3.PutObjectCommand({ Bucket: bucket, Key: "state", Body }));
        firstVersion = (await put("first")).VersionId;
        await put("second");
        await containers.send(new ecs.CreateClusterCommand({ clusterName: "contract" }));
        await containers.send(
            new ecs.RegisterTaskDefinitionCommand({
                family: "contract",
                containerDefinitions: [{ name: "main", image: "node", memory: 128 }],
            }),
        );
    }

    after(async () => {
        if (child && child.exitCode === null) {
            const ended = once(child, "exit");
            child.kill("SIGTERM");
            await ended;
        }
        await rm(cloud.home, { recursive: true, force: true });
    });

    for (const { claim, caller, send, status, code, response, body } of wireContract) {
        it(claim, async () => {
            const answer = (await send(clients[caller]).catch((error) => error)) as Record<string, unknown> & {
                name?: string;
                message?: string;
                $metadata?: { httpStatusCode?: number };
            };
            assert.equal(answer.$metadata?.httpStatusCode, status, String(answer.message));
            if (code !== undefined) assert.equal(answer.name, code);
            if (body) assert.match(lastBody, body);
            if (response instanceof RegExp) assert.match(answer.message ?? "", response);
            else for (const [key, value] of Object.entries(response ?? {})) assert.deepEqual(answer[key], value, key);
        });
    }
});
