import assert from "node:assert/strict";
import type { LayerCost } from "../../lib/cost";
import { type DeclaredResource, type Registration, resolveOutput, runLayerProgram } from "../mocks";

const good = {
    project: "devmin-core",
    config: {
        "devmin-core:account": "123456789012",
        "aws:region": "eu-central-1",
        "devmin-core:alertEmail": "a@b.org",
    },
};

describe("core", () => {
    let resources: DeclaredResource[];
    let registered: Registration[];
    let exports: Record<string, unknown>;
    before(async () => {
        ({ resources, registered, exports } = await runLayerProgram("../core", good));
    });
    const of = (type: string) => resources.filter((each) => each.type === type);

    it("costs one key when idle, nothing by the hour, and cents for storage and requests of its buckets", async () => {
        const { idle, hour, month, unpriced } = await resolveOutput<LayerCost>(exports.cost);
        assert.deepEqual([idle, hour, unpriced], [1, 0, []]);
        // Per bucket half a GB at 0.023 USD, 2,000 writes at 0.005 and 5,000 reads at 0.0004 per thousand.
        assert.equal(month, 1.0705);
    });

    it("creates three buckets, tagged with their purpose", () => {
        assert.deepEqual(
            of("aws:s3/bucket:Bucket").map(({ inputs }) => [
                inputs.bucket,
                (inputs.tags as Record<string, string>)["devmin:holds"],
            ]),
            ["state", "evidence", "artifacts"].map((noun) => [
                `devmin-core-dev-${noun}-123456789012-eu-central-1`,
                noun,
            ]),
        );
    });

    const parts: [string, string, Record<string, unknown>][] = [
        [
            "enables versioning on",
            "bucketVersioning:BucketVersioning",
            { versioningConfiguration: { status: "Enabled" } },
        ],
        [
            "blocks public access to",
            "bucketPublicAccessBlock:BucketPublicAccessBlock",
            { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        ],
        [
            "enforces object ownership in",
            "bucketOwnershipControls:BucketOwnershipControls",
            { rule: { objectOwnership: "BucketOwnerEnforced" } },
        ],
        [
            "encrypts with its own key, through bucket keys,",
            "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            {
                rules: [
                    {
                        applyServerSideEncryptionByDefault: {
                            sseAlgorithm: "aws:kms",
                            kmsMasterKeyId:
                                "arn:aws:kms:eu-central-1:123456789012:alias/devmin-core-dev-key-123456789012-eu-central-1",
                        },
                        bucketKeyEnabled: true,
                    },
                ],
            },
        ],
    ];
    for (const [action, type, expected] of parts) {
        it(`${action} every bucket`, () => {
            const found = of(`aws:s3/${type}`).map(({ inputs: { bucket: _, ...rest } }) => rest);
            assert.deepEqual(found, [expected, expected, expected]);
        });
    }

    it("creates no trail by default, as the account may have one", () => {
        assert.deepEqual(of("aws:cloudtrail/trail:Trail"), []);
    });

    describe("with the setting trail: make", () => {
        let withTrail: DeclaredResource[];
        before(async () => {
            const config = { ...good.config, "devmin-core:trail": "make", "devmin-core:trailDays": "30" };
            withTrail = (await runLayerProgram("../core", { ...good, config })).resources;
        });
        const partOf = (type: string) =>
            withTrail.find((each) => each.type === `aws:s3/${type}` && each.name === "trail")?.inputs ?? {};

        it("creates a trail of all regions, with log validation, its own key and only management events", () => {
            assert.deepEqual(
                withTrail.filter(({ type }) => type === "aws:cloudtrail/trail:Trail").map(({ inputs }) => inputs),
                [
                    {
                        name: "devmin-core-dev-trail-123456789012-eu-central-1",
                        s3BucketName: "devmin-core-dev-trail-123456789012-eu-central-1",
                        kmsKeyId: "arn:aws:kms/key:Key:key",
                        isMultiRegionTrail: true,
                        enableLogFileValidation: true,
                    },
                ],
            );
        });

        it("lets CloudTrail write to the bucket, and does not restrict its encryption headers", () => {
            const { Statement } = JSON.parse(partOf("bucketPolicy:BucketPolicy").policy as string);
            assert.deepEqual(
                Statement.map(({ Sid }: { Sid: string }) => Sid),
                [
                    "DenyInsecureTransport",
                    "AllowCloudTrailAclCheck",
                    "AllowCloudTrailWrite",
                    "DenyCustomerProvidedKeys",
                ],
            );
        });

        it("encrypts each log separately and lets logs expire", () => {
            const { rules } = partOf(
                "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            ) as { rules: { bucketKeyEnabled: boolean }[] };
            assert.deepEqual(
                rules.map(({ bucketKeyEnabled }) => bucketKeyEnabled),
                [false],
            );
            const { rules: ages } = partOf("bucketLifecycleConfiguration:BucketLifecycleConfiguration") as {
                rules: { expiration: object }[];
            };
            assert.deepEqual(
                ages.map(({ expiration }) => expiration),
                [{ days: 30 }],
            );
        });
    });

    it("denies access to its buckets without TLS", () => {
        const policies = of("aws:s3/bucketPolicy:BucketPolicy").map(({ inputs }) =>
            JSON.parse(inputs.policy as string),
        );
        assert.equal(policies.length, 3);
        for (const { Statement } of policies) {
            assert.equal(Statement[0].Effect, "Deny");
            assert.deepEqual(Statement[0].Condition, { Bool: { "aws:SecureTransport": "false" } });
        }
    });

    it("enables Object Lock on the evidence bucket only", () => {
        assert.deepEqual(
            of("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").map(({ name, inputs }) => [
                name,
                inputs.rule,
            ]),
            [["evidence", { defaultRetention: { mode: "GOVERNANCE", days: 30 } }]],
        );
    });

    it("retains evidence for at least a day", async () => {
        const config = { ...good.config, "devmin-core:evidenceRetentionDays": "0" };
        await assert.rejects(runLayerProgram("../core", { ...good, config }), {
            message: /^devmin-core:evidenceRetentionDays is "0": it must be a whole number from 1 to 3650\. /,
        });
    });

    it("retains artifacts longer than the longest lease", async () => {
        const config = { ...good.config, "devmin-core:artifactDays": "7" };
        await assert.rejects(runLayerProgram("../core", { ...good, config }), {
            message: /^devmin-core:artifactDays is "7": it must be a whole number from 8 to 365\. /,
        });
    });

    it("lets artifacts expire, but neither states nor evidence", () => {
        const expiring = of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").filter(({ inputs }) =>
            (inputs.rules as { expiration?: unknown }[]).some(({ expiration }) => expiration),
        );
        assert.deepEqual(
            expiring.map(({ name }) => name),
            ["artifacts"],
        );
    });

    it("protects all resources and components, so that a refused destroy has deleted nothing", () => {
        const unprotected = registered.filter((each) => !each.getProtect() && !each.getType().startsWith("pulumi:"));
        assert.ok(registered.some((each) => each.getType() === "devmin:core:Bucket"));
        assert.deepEqual(
            unprotected.map((each) => `${each.getType()} ${each.getName()}`),
            [],
        );
    });

    it("rotates its key", () => {
        assert.deepEqual(
            of("aws:kms/key:Key").map(({ inputs }) => inputs.enableKeyRotation),
            [true],
        );
    });

    it("creates roles for deployers, auditor and previews, each with the boundary", () => {
        const boundary = "arn:aws:iam::123456789012:policy/devmin-core-dev-boundary-123456789012-eu-central-1";
        assert.deepEqual(
            of("aws:iam/role:Role")
                .map(({ inputs }) => [inputs.name, inputs.permissionsBoundary])
                .sort(),
            ["auditor", "budget-stop", "deploy-demo", "deploy-kafka", "preview"].map((role) => [
                `devmin-core-dev-${role}-123456789012-eu-central-1`,
                boundary,
            ]),
        );
        assert.deepEqual(
            of("aws:iam/policy:Policy")
                .map(({ inputs }) => inputs.name)
                .sort(),
            ["boundary", "over-budget"].map((noun) => `devmin-core-dev-${noun}-123456789012-eu-central-1`),
        );
    });

    it("creates no IAM users, groups or access keys", () => {
        const types = resources.map(({ type }) => type).filter((type) => /iam\/(user|accessKey|group)/.test(type));
        assert.deepEqual(types, []);
    });

    const trustOf = (all: DeclaredResource[], role: string) =>
        JSON.parse(
            all.find(({ type, name }) => type === "aws:iam/role:Role" && name === role)?.inputs
                .assumeRolePolicy as string,
        ).Statement;
    const principalsStatement = (...arns: string[]) => ({
        Sid: "AllowPrincipals",
        Effect: "Allow",
        Principal: { AWS: arns },
        Action: "sts:AssumeRole",
    });

    it("lets the account's IAM policies decide who can assume a role, unless deployers are set", async () => {
        assert.deepEqual(trustOf(resources, "deploy-demo"), [principalsStatement("arn:aws:iam::123456789012:root")]);
        const me = "arn:aws:iam::123456789012:role/me";
        const config = { ...good.config, "devmin-core:deployers": JSON.stringify([me]) };
        const restricted = await runLayerProgram("../core", { ...good, config });
        assert.deepEqual(trustOf(restricted.resources, "deploy-demo"), [principalsStatement(me)]);
    });

    describe("with a GitHub repository", () => {
        const config = {
            ...good.config,
            "devmin-core:githubRepository": "you/devmin",
            "devmin-core:githubRepositoryId": "456789",
            "devmin-core:githubOwnerId": "123456",
        };
        const providerOf = (all: DeclaredResource[]) => all.filter(({ type }) => /openIdConnectProvider/i.test(type));
        const claims = (ref: string) => ({
            StringEquals: {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": [
                    `repo:you/devmin:${ref}`,
                    `repo:you@123456/devmin@456789:${ref}`,
                ],
                "token.actions.githubusercontent.com:repository_id": "456789",
                "token.actions.githubusercontent.com:repository_owner_id": "123456",
            },
        });

        it("lets its branch assume the deployers and the auditor, and a pull request the preview", async () => {
            const { resources: all } = await runLayerProgram("../core", { ...good, config });
            const conditions = ["deploy-kafka", "deploy-demo", "auditor", "preview"].map((role) => {
                const [, { Principal, Action, Condition }] = trustOf(all, role);
                assert.deepEqual([Principal, Action], [{ Federated: "arn:adopted" }, "sts:AssumeRoleWithWebIdentity"]);
                return Condition;
            });
            const branch = claims("ref:refs/heads/main");
            assert.deepEqual(conditions, [branch, branch, branch, claims("pull_request")]);
        });

        for (const missing of ["githubRepositoryId", "githubOwnerId"]) {
            it(`is refused without ${missing}, with the command that looks it up`, async () => {
                const { [`devmin-core:${missing}`]: _, ...incomplete } = config as Record<string, string>;
                await assert.rejects(runLayerProgram("../core", { ...good, config: incomplete }), {
                    message: /githubRepositoryId and githubOwnerId are not both set: .* gh api repos\/you\/devmin --jq/,
                });
            });
        }

        it("adopts the account's OIDC provider, and creates one only with the setting githubProvider: make", async () => {
            const adopting = await runLayerProgram("../core", { ...good, config });
            assert.deepEqual(providerOf(adopting.resources), []);
            const makeConfig = { ...config, "devmin-core:githubProvider": "make" };
            const making = await runLayerProgram("../core", { ...good, config: makeConfig });
            assert.deepEqual(
                providerOf(making.resources).map(({ inputs }) => [inputs.url, inputs.clientIdLists]),
                [["https://token.actions.githubusercontent.com", ["sts.amazonaws.com"]]],
            );
        });
    });

    it("counts the whole account against the budget by default", () => {
        const [budget] = of("aws:budgets/budget:Budget");
        assert.equal(budget?.inputs.costFilters, undefined);
    });

    it("counts what has the stack's tag with the setting budgetFilter: environment", async () => {
        const config = { ...good.config, "devmin-core:budgetFilter": "environment" };
        const filtered = (await runLayerProgram("../core", { ...good, config })).resources;
        const budget = filtered.find(({ type }) => type === "aws:budgets/budget:Budget");
        assert.deepEqual(budget?.inputs.costFilters, [{ name: "TagKeyValue", values: ["user:devmin:stack$dev"] }]);
    });

    it("counts what is used against the budget, not what credits and refunds leave of it", () => {
        const [budget] = of("aws:budgets/budget:Budget");
        assert.deepEqual(budget?.inputs.costTypes, { includeCredit: false, includeRefund: false });
    });

    it("sends mail at 50, 80 and 100 % actual and 100 % forecast", () => {
        const [budget] = of("aws:budgets/budget:Budget");
        const notices = budget?.inputs.notifications as Record<string, unknown>[];
        assert.deepEqual(
            notices.map(({ notificationType, threshold, subscriberEmailAddresses }) => [
                notificationType,
                threshold,
                subscriberEmailAddresses,
            ]),
            [
                ["ACTUAL", 50, ["a@b.org"]],
                ["ACTUAL", 80, ["a@b.org"]],
                ["ACTUAL", 100, ["a@b.org"]],
                ["FORECASTED", 100, ["a@b.org"]],
            ],
        );
        const topic = "arn:aws:sns:eu-central-1:123456789012:devmin-core-dev-spending-123456789012-eu-central-1";
        for (const { subscriberSnsTopicArns } of notices) assert.deepEqual(subscriberSnsTopicArns, [topic]);
    });

    it("creates an encrypted topic for programs, to which only Budgets can publish", () => {
        const [topic] = of("aws:sns/topic:Topic");
        assert.deepEqual(
            [topic?.inputs.name, topic?.inputs.kmsMasterKeyId],
            [
                "devmin-core-dev-spending-123456789012-eu-central-1",
                "arn:aws:kms:eu-central-1:123456789012:alias/devmin-core-dev-key-123456789012-eu-central-1",
            ],
        );
        const [policy] = of("aws:sns/topicPolicy:TopicPolicy");
        const { Statement } = JSON.parse(policy?.inputs.policy as string);
        assert.deepEqual(
            Statement.map(({ Effect, Principal }: Record<string, unknown>) => [Effect, Principal]),
            [["Allow", { Service: "budgets.amazonaws.com" }]],
        );
        assert.deepEqual(of("aws:sns/topicSubscription:TopicSubscription"), []);
    });

    it("attaches the over-budget policy to deploy-demo at 100 % actual, automatically, and notifies people and programs", () => {
        const [action] = of("aws:budgets/budgetAction:BudgetAction");
        const { actionThreshold, approvalModel, definition, notificationType, subscribers } = action?.inputs ?? {};
        assert.deepEqual(
            [actionThreshold, approvalModel, notificationType],
            [{ actionThresholdType: "PERCENTAGE", actionThresholdValue: 100 }, "AUTOMATIC", "ACTUAL"],
        );
        assert.deepEqual(definition, {
            iamActionDefinition: {
                policyArn: "arn:aws:iam/policy:Policy:budget-stop",
                roles: ["devmin-core-dev-deploy-demo-123456789012-eu-central-1"],
            },
        });
        assert.deepEqual(
            (subscribers as { subscriptionType: string }[]).map(({ subscriptionType }) => subscriptionType),
            ["EMAIL", "SNS"],
        );
    });

    it("is limited to its account and tags its resources", () => {
        const [provider] = of("pulumi:providers:aws");
        assert.deepEqual(JSON.parse(provider?.inputs.allowedAccountIds as string), ["123456789012"]);
        assert.deepEqual(JSON.parse(provider?.inputs.defaultTags as string), {
            tags: { "devmin:owner": "a@b.org", "devmin:layer": "core", "devmin:stack": "dev" },
        });
    });

    it("uses other names in another stack", async () => {
        const alice = await runLayerProgram("../core", { ...good, stack: "alice" });
        const namesOf = (all: DeclaredResource[]) =>
            all
                .flatMap(({ inputs }) => [inputs.bucket, inputs.name])
                .filter((name) => typeof name === "string" && name.includes("devmin-"));
        const common = namesOf(alice.resources).filter((name) => namesOf(resources).includes(name));
        assert.ok(namesOf(alice.resources).length > 5);
        assert.deepEqual(common, []);
    });

    it("exports names that are known before the resources exist", async () => {
        assert.equal(await resolveOutput(exports.stateBucket), "devmin-core-dev-state-123456789012-eu-central-1");
    });

    it("is refused without an e-mail address", async () => {
        const { "devmin-core:alertEmail": _, ...config } = good.config;
        await assert.rejects(runLayerProgram("../core", { ...good, config }), {
            message:
                "devmin-core:alertEmail is not set: it must be an e-mail address. Set it with: pulumi config set -C core alertEmail you@example.org",
        });
    });
});
