import assert from "node:assert/strict";
import { offlineProvider } from "../../../../local-cloud/providers/aws";
import { createAwsError } from "../../../fake-aws";
import { buildResourceRef, createFakeProvider } from "../../../fake-aws/provider";

describe("the offline provider's other AWS types", () => {
    it("schedule the deletion of a key, and treat a scheduled one as deleted", async () => {
        const { provider, calls } = createFakeProvider({
            DescribeKey: { KeyMetadata: { KeyState: "PendingDeletion" } },
        });
        const key = buildResourceRef("kms/key:Key");
        await provider.delete(key, "k", { deletionWindowInDays: 7 });
        assert.deepEqual(calls[0], ["ScheduleKeyDeletion", { KeyId: "k", PendingWindowInDays: 7 }]);
        assert.equal((await provider.read(key, "k", {}, {})).id, "");
    });

    it("delete a secret at once only if it has no recovery window", async () => {
        const { provider, calls } = createFakeProvider({});
        const secret = buildResourceRef("secretsmanager/secret:Secret");
        await provider.delete(secret, "arn", { recoveryWindowInDays: 0 });
        await provider.delete(secret, "arn", { recoveryWindowInDays: 7 });
        assert.deepEqual(
            calls.map(([, input]) => input),
            [
                { SecretId: "arn", ForceDeleteWithoutRecovery: true },
                { SecretId: "arn", RecoveryWindowInDays: 7 },
            ],
        );
    });

    it("remove only a secret version's stages in the state, so that the version before stays AWSPREVIOUS", async () => {
        const { provider, calls } = createFakeProvider({});
        const version = buildResourceRef("secretsmanager/secretVersion:SecretVersion");
        await provider.delete(version, "arn|was-current", { versionStages: ["AWSCURRENT"] });
        assert.deepEqual(calls, []);
        await provider.delete(version, "arn|was-previous", { versionStages: ["AWSPREVIOUS"] });
        const removed = { SecretId: "arn", VersionStage: "AWSPREVIOUS", RemoveFromVersionId: "was-previous" };
        assert.deepEqual(calls, [["UpdateSecretVersionStage", removed]]);
    });

    it("change only the budget notifications that differ", async () => {
        const notice = (threshold: number) => ({
            comparisonOperator: "GREATER_THAN",
            notificationType: "ACTUAL",
            threshold,
            thresholdType: "PERCENTAGE",
            subscriberEmailAddresses: ["a@example.com"],
        });
        const inCloud = (Threshold: number) => ({
            ComparisonOperator: "GREATER_THAN",
            NotificationType: "ACTUAL",
            Threshold,
            ThresholdType: "PERCENTAGE",
        });
        const { provider, calls } = createFakeProvider({
            DescribeNotificationsForBudget: { Notifications: [inCloud(50), inCloud(60)] },
            DescribeSubscribersForNotification: {
                Subscribers: [{ SubscriptionType: "EMAIL", Address: "a@example.com" }],
            },
        });
        const inputs = { name: "b", budgetType: "COST", timeUnit: "MONTHLY", notifications: [notice(50), notice(80)] };
        await provider.update(buildResourceRef("budgets/budget:Budget"), "0:b", inputs, inputs, {}, false);
        const changes = calls.filter(([name]) => /^(Create|Delete)Notification/.test(name));
        assert.deepEqual(
            changes.map(([name, { Notification }]) => [name, (Notification as { Threshold: number }).Threshold]),
            [
                ["DeleteNotification", 60],
                ["CreateNotification", 80],
            ],
        );
    });

    it("set a topic's key on creation, and only its policy if that differs", async () => {
        const { provider, calls } = createFakeProvider({ CreateTopic: { TopicArn: "arn:t" } });
        const topic = buildResourceRef("sns/topic:Topic");
        const inputs = { name: "t", kmsMasterKeyId: "k" };
        assert.equal((await provider.create(topic, inputs, false)).id, "arn:t");
        assert.deepEqual(calls[0], ["CreateTopic", { Name: "t", Attributes: { KmsMasterKeyId: "k" }, Tags: [] }]);
        calls.length = 0;
        await provider.update(topic, "arn:t", { ...inputs, policy: '{"b":1}' }, { ...inputs, policy: "{}" }, {}, false);
        assert.deepEqual(
            calls.filter(([name]) => name.startsWith("Set")),
            [["SetTopicAttributes", { TopicArn: "arn:t", AttributeName: "Policy", AttributeValue: '{"b":1}' }]],
        );
    });

    it("restore AWS' default policy of a topic that loses its own", async () => {
        const { provider, calls } = createFakeProvider({});
        await provider.delete(buildResourceRef("sns/topicPolicy:TopicPolicy"), "arn:t", { owner: "000000000000" });
        const [name, { AttributeValue }] = calls[0] ?? ["", {}];
        assert.equal(name, "SetTopicAttributes");
        const [{ Condition }] = JSON.parse(AttributeValue as string).Statement;
        assert.deepEqual(Condition, { StringEquals: { "AWS:SourceOwner": "000000000000" } });
    });

    it("create a budget action, and update it in place with its whole definition", async () => {
        const { provider, calls } = createFakeProvider({ CreateBudgetAction: { ActionId: "a" } });
        const action = buildResourceRef("budgets/budgetAction:BudgetAction");
        const inputs = {
            accountId: "0",
            budgetName: "b",
            actionType: "APPLY_IAM_POLICY",
            approvalModel: "AUTOMATIC",
            notificationType: "ACTUAL",
            executionRoleArn: "r",
            actionThreshold: { actionThresholdType: "PERCENTAGE", actionThresholdValue: 100 },
            definition: { iamActionDefinition: { policyArn: "p", roles: ["d"] } },
            subscribers: [{ subscriptionType: "EMAIL", address: "a@example.com" }],
        };
        const { id } = await provider.create(action, inputs, false);
        assert.equal(id, "0:a:b");
        const [, made] = calls[0] ?? [];
        assert.deepEqual(made?.Definition, { IamActionDefinition: { PolicyArn: "p", Roles: ["d"] } });
        assert.deepEqual(made?.ActionThreshold, { ActionThresholdType: "PERCENTAGE", ActionThresholdValue: 100 });
        await provider.update(action, id, { ...inputs, approvalModel: "MANUAL" }, inputs, {}, false);
        const [, changed] = calls.find(([name]) => name === "UpdateBudgetAction") ?? [];
        assert.deepEqual([changed?.ActionId, changed?.BudgetName, changed?.ApprovalModel], ["a", "b", "MANUAL"]);
        await provider.delete(action, id, inputs);
        assert.deepEqual(calls.at(-1), ["DeleteBudgetAction", { AccountId: "0", ActionId: "a", BudgetName: "b" }]);
    });

    it("create and start a trail, update it in place, and stop or start it only if that differs", async () => {
        const arn = "arn:aws:cloudtrail:us-east-1:0:trail/t";
        const { provider, calls } = createFakeProvider({
            CreateTrail: { TrailARN: arn },
            DescribeTrails: { trailList: [{ Name: "t", TrailARN: arn }] },
            GetTrailStatus: { IsLogging: true },
        });
        const trail = buildResourceRef("cloudtrail/trail:Trail");
        const inputs = { name: "t", s3BucketName: "b", kmsKeyId: "k", enableLogging: true, tags: { a: "1", b: "2" } };
        const { id, state } = await provider.create(trail, inputs, false);
        assert.deepEqual([id, state.enableLogging], [arn, true]);
        const [, made] = calls[0] ?? [];
        assert.deepEqual(
            [made?.Name, made?.KmsKeyId, made?.TagsList],
            [
                "t",
                "k",
                [
                    { Key: "a", Value: "1" },
                    { Key: "b", Value: "2" },
                ],
            ],
        );
        const changing = () => calls.filter(([name]) => !/^(Describe|Get|List)/.test(name)).map(([name]) => name);
        assert.deepEqual(changing(), ["CreateTrail", "StartLogging"]);

        calls.length = 0;
        const { kmsKeyId: _, ...without } = inputs;
        await provider.update(trail, arn, { ...without, tags: { b: "3" } }, inputs, {}, false);
        assert.deepEqual(changing(), ["UpdateTrail", "RemoveTags", "AddTags"]);
        assert.deepEqual([calls[0]?.[1].Name, calls[0]?.[1].KmsKeyId], [arn, ""]);

        calls.length = 0;
        await provider.update(trail, arn, { ...inputs, enableLogging: false }, inputs, {}, false);
        assert.deepEqual(changing(), ["UpdateTrail", "StopLogging"]);

        calls.length = 0;
        await provider.create(trail, { ...inputs, enableLogging: false }, false);
        assert.deepEqual(changing(), ["CreateTrail"], "one that is not to run is not started, and not stopped");
    });

    it("treat a trail that AWS does not list as deleted", async () => {
        const { provider } = createFakeProvider({ DescribeTrails: { trailList: [] } });
        assert.equal((await provider.read(buildResourceRef("cloudtrail/trail:Trail"), "arn:t", {}, {})).id, "");
    });

    it("delete the oldest version of a policy before a new default version", async () => {
        const version = (number: number) => ({
            VersionId: `v${number}`,
            IsDefaultVersion: number === 5,
            CreateDate: new Date(number),
        });
        const { provider, calls } = createFakeProvider({
            ListPolicyVersions: { Versions: [1, 2, 3, 4, 5].map(version) },
            GetPolicy: { Policy: { Arn: "arn", DefaultVersionId: "v6" } },
        });
        const old = { name: "p", policy: '{"a":1}' };
        await provider.update(
            buildResourceRef("iam/policy:Policy"),
            "arn",
            { ...old, policy: '{"a":2}' },
            old,
            {},
            false,
        );
        assert.deepEqual(
            calls.filter(([name]) => /^(Create|Delete)/.test(name)),
            [
                ["DeletePolicyVersion", { PolicyArn: "arn", VersionId: "v1" }],
                ["CreatePolicyVersion", { PolicyArn: "arn", PolicyDocument: '{"a":2}', SetAsDefault: true }],
            ],
        );
    });

    it("delete a policy's versions first, as IAM requires", async () => {
        const Versions = [
            { VersionId: "v2", IsDefaultVersion: true },
            { VersionId: "v1", IsDefaultVersion: false },
        ];
        const { provider, names, calls } = createFakeProvider({ ListPolicyVersions: { Versions } });
        await provider.delete(buildResourceRef("iam/policy:Policy"), "arn", {});
        assert.deepEqual(names(), ["ListPolicyVersions", "DeletePolicyVersion", "DeletePolicy"]);
        assert.deepEqual(calls[1]?.[1], { PolicyArn: "arn", VersionId: "v1" });
    });

    it("find the account's OIDC provider by its URL, or report that there is none", async () => {
        const ask = (Arn: string) =>
            createFakeProvider({
                ListOpenIDConnectProviders: { OpenIDConnectProviderList: [{ Arn }] },
                GetOpenIDConnectProvider: { Url: "issuer.example", ClientIDList: ["sts.amazonaws.com"] },
            }).provider.invoke("aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider", {
                url: "https://issuer.example",
            });
        const arn = "arn:aws:iam::000000000000:oidc-provider/issuer.example";
        const { id, url } = await ask(arn);
        assert.deepEqual([id, url], [arn, "https://issuer.example"]);
        await assert.rejects(ask(`${arn}.org`), /finding IAM OIDC Provider by url .* not found/);
    });

    it("remove the allow-all egress rule that EC2 adds to a new security group", async () => {
        const { provider, names } = createFakeProvider({
            CreateSecurityGroup: { GroupId: "sg-1" },
            RevokeSecurityGroupEgress: createAwsError("InvalidPermission.NotFound"),
            DescribeSecurityGroups: { SecurityGroups: [{ GroupId: "sg-1" }] },
        });
        const inputs = { name: "s", description: "d", vpcId: "vpc-1" };
        const { id } = await provider.create(buildResourceRef("ec2/securityGroup:SecurityGroup"), inputs, false);
        assert.deepEqual(
            [id, ...names()],
            ["sg-1", "CreateSecurityGroup", "RevokeSecurityGroupEgress", "DescribeSecurityGroups"],
        );
    });

    it("set a schedule's whole target, and find it by group and name", async () => {
        const target = { arn: "a", roleArn: "r", input: "{}", retryPolicy: { maximumRetryAttempts: 2 } };
        const Target = { Arn: "a", RoleArn: "r", Input: "{}", RetryPolicy: { MaximumRetryAttempts: 2 } };
        const { provider, calls } = createFakeProvider({ GetSchedule: { Name: "s", GroupName: "g", Target } });
        const inputs = {
            name: "s",
            groupName: "g",
            scheduleExpression: "at(x)",
            flexibleTimeWindow: { mode: "OFF" },
            target,
        };
        const { id, state } = await provider.create(buildResourceRef("scheduler/schedule:Schedule"), inputs, false);
        const made = {
            Name: "s",
            GroupName: "g",
            ScheduleExpression: "at(x)",
            FlexibleTimeWindow: { Mode: "OFF" },
            Target,
        };
        assert.deepEqual(calls, [
            ["CreateSchedule", made],
            ["GetSchedule", { GroupName: "g", Name: "s" }],
        ]);
        assert.deepEqual([id, state.target], ["g/s", target]);
    });

    it("treat a missing schedule as deleted", async () => {
        const { provider } = createFakeProvider({ GetSchedule: createAwsError("ResourceNotFoundException") });
        assert.equal((await provider.read(buildResourceRef("scheduler/schedule:Schedule"), "g/s", {}, {})).id, "");
    });

    it("find a route by its table and destination alone", async () => {
        const Routes = [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" }];
        const { provider } = createFakeProvider({ DescribeRouteTables: { RouteTables: [{ Routes }] } });
        const { inputs } = await provider.read(buildResourceRef("ec2/route:Route"), "rtb-1_0.0.0.0/0", {}, {});
        assert.deepEqual(inputs, { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" });
    });

    it("refuse an account that is not allowed before any call, also in preview", async () => {
        const { configured, names } = createFakeProvider(
            { GetCallerIdentity: { Account: "111111111111" } },
            { allowedAccountIds: ["000000000000"] },
        );
        await assert.rejects(configured, {
            message:
                "the credentials are for account 111111111111, but only 000000000000 may be used (aws:allowedAccountIds).",
        });
        assert.deepEqual(names(), ["GetCallerIdentity"]);
    });

    it("return the caller identity, and the availability zones except excluded ones", async () => {
        const zone = (name: string) => ({ ZoneName: name, ZoneId: `id-${name}`, GroupName: "g" });
        const { provider } = createFakeProvider({
            GetCallerIdentity: { Account: "000000000000", Arn: "arn", UserId: "u" },
            DescribeAvailabilityZones: { AvailabilityZones: [zone("b"), zone("a"), zone("c")] },
        });
        const me = await provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
        assert.equal(me.accountId, "000000000000");
        const asked = { excludeNames: ["c"] };
        const zones = await provider.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", asked);
        assert.deepEqual([zones.names, zones.zoneIds, zones.groupNames], [["a", "b"], ["id-a", "id-b"], ["g"]]);
    });

    it("name the file to add an unknown type to", () => {
        assert.equal(
            offlineProvider.getSourceFile("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
            "local-cloud/providers/aws/ec2.ts",
        );
        assert.equal(
            offlineProvider.getSourceFile("aws:lb/loadBalancer:LoadBalancer"),
            "local-cloud/providers/aws/lb.ts",
        );
    });
});
