import assert from "node:assert/strict";
import {
    AuthorizeSecurityGroupIngressCommand,
    CreateNatGatewayCommand,
    CreateRouteCommand,
    DeleteNatGatewayCommand,
    DeleteRouteCommand,
    DescribeRouteTablesCommand,
    EC2Client,
    RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { CreateServiceCommand, DeleteServiceCommand, ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import {
    AttachRolePolicyCommand,
    DeleteRolePermissionsBoundaryCommand,
    DetachRolePolicyCommand,
    GetRoleCommand,
    IAMClient,
    PutRolePermissionsBoundaryCommand,
    UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
    DeleteBucketPolicyCommand,
    GetBucketLifecycleConfigurationCommand,
    GetBucketPolicyCommand,
    PutBucketLifecycleConfigurationCommand,
    PutBucketPolicyCommand,
    PutObjectLockConfigurationCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { readLayerOutputs } from "../../ops/layer-outputs";
import { type ManualSession, openManualSession } from "../confluent-api";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

/** Something done by hand; `make` resolves with what undoes it. */
interface ManualChange {
    title: string;
    make(): Promise<() => Promise<unknown>>;
    /** How verify names it. */
    says: RegExp;
}

export const manualChanges: Step = {
    title: "verify names what was changed or added by hand, in every layer",
    extended: true,
    async run(workspace, log) {
        const manualSession = await openManualSession(workspace); // whose key is one that nobody declared
        const changes = [
            ...listCoreChanges(workspace),
            ...(await listDemoChanges(workspace)),
            ...listKafkaChanges(manualSession),
        ];
        const undo: (() => Promise<unknown>)[] = [];
        let findings: string;
        let lease: string;
        try {
            for (const { make } of changes) undo.push(await make());
            findings = await workspace.expectRefusal(["./devmin", "verify"], log);
            lease = await workspace.run(["./devmin", "lease"], log);
        } finally {
            for (const each of undo.reverse()) await each();
        }
        assert.match(lease, /^In demo's configuration, the lease ends at .* makes the schedules agree\.$/m);
        for (const { title, says } of changes) assert.match(findings, says, title);
        assert.match(findings, /^ +API key \w+ is in no state: it was added by hand$/m);
        await manualSession.close();
        await workspace.run(["./devmin", "verify"], log);
        return `${changes.length + 1} changes, each with a line of its own; without them all checks pass`;
    },
};

function listCoreChanges(workspace: Workspace): ManualChange[] {
    const { env, aws } = workspace.connect();
    const [s3, iam] = [aws.create(S3Client), aws.create(IAMClient)];
    const [state, evidence] = [{ Bucket: env.stateBucket }, { Bucket: env.evidenceBucket }];
    const [deployer, auditor] = ["deploy-demo", "auditor"].map((role) => ({
        RoleName: buildExpectedName("core", role),
    }));
    assert.ok(deployer && auditor);
    const administrator = { ...deployer, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" };
    const setRetention = (Days: number) =>
        s3.send(
            new PutObjectLockConfigurationCommand({
                ...evidence,
                ObjectLockConfiguration: {
                    ObjectLockEnabled: "Enabled",
                    Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days } },
                },
            }),
        );
    return [
        {
            title: "the state bucket's policy is removed",
            async make() {
                const { Policy } = await s3.send(new GetBucketPolicyCommand(state));
                await s3.send(new DeleteBucketPolicyCommand(state));
                return () => s3.send(new PutBucketPolicyCommand({ ...state, Policy }));
            },
            says: /^ +BucketPolicy state is gone$/m,
        },
        {
            title: "evidence is retained for a day",
            async make() {
                await setRetention(1);
                return () => setRetention(30);
            },
            says: /^ +rule of BucketObjectLockConfiguration evidence is not as it was deployed$/m,
        },
        {
            title: "states expire",
            async make() {
                const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand(state));
                const set = (rules: typeof Rules) =>
                    s3.send(
                        new PutBucketLifecycleConfigurationCommand({
                            ...state,
                            LifecycleConfiguration: { Rules: rules },
                        }),
                    );
                await set([{ ID: "expire", Status: "Enabled", Filter: {}, Expiration: { Days: 1 } }]);
                return () => set(Rules);
            },
            says: /^ +rules of BucketLifecycleConfiguration state is not as it was deployed$/m,
        },
        {
            title: "demo's deployer becomes an administrator",
            async make() {
                await iam.send(new AttachRolePolicyCommand(administrator));
                return () => iam.send(new DetachRolePolicyCommand(administrator));
            },
            says: /^ +policy attached to role devmin-core-local-deploy-demo-\S+: \S+AdministratorAccess is in no state/m,
        },
        {
            title: "demo's deployer loses its boundary",
            async make() {
                await iam.send(new DeleteRolePermissionsBoundaryCommand(deployer));
                const PermissionsBoundary = `arn:aws:iam::000000000000:policy/${buildExpectedName("core", "boundary")}`;
                return () => iam.send(new PutRolePermissionsBoundaryCommand({ ...deployer, PermissionsBoundary }));
            },
            says: /^ +permissionsBoundary of Role deploy-demo is not as it was deployed$/m,
        },
        {
            title: "everybody may assume the auditor's role",
            async make() {
                const { Role } = await iam.send(new GetRoleCommand(auditor));
                const set = (PolicyDocument: string) =>
                    iam.send(new UpdateAssumeRolePolicyCommand({ ...auditor, PolicyDocument }));
                const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
                await set(trust.replace(/"Principal":\{[^}]*\}/, '"Principal":"*"'));
                return () => set(trust);
            },
            says: /^ +assumeRolePolicy of Role auditor is not as it was deployed$/m,
        },
    ];
}

async function listDemoChanges(workspace: Workspace): Promise<ManualChange[]> {
    const { env, aws } = workspace.connect();
    const [ec2, ecs, scheduler] = [aws.create(EC2Client), aws.create(ECSClient), aws.create(SchedulerClient)];
    const demo = await readLayerOutputs(env, aws, "demo");
    const { serviceName, scheduleName, taskDefinitionArn } = demo.runningServices.pulse ?? assert.fail();
    const setCount = (desiredCount: number) =>
        ecs.send(new UpdateServiceCommand({ cluster: demo.clusterName, service: serviceName, desiredCount }));
    const ssh = {
        GroupId: demo.securityGroupId,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    };
    const second = { cluster: demo.clusterName, serviceName: "second" };
    return [
        {
            title: "the lease is moved",
            async make() {
                const { $metadata: _, ...schedule } = await scheduler.send(
                    new GetScheduleCommand({ Name: scheduleName }),
                );
                const set = (ScheduleExpression?: string) =>
                    scheduler.send(
                        new UpdateScheduleCommand({
                            ...(schedule as ConstructorParameters<typeof UpdateScheduleCommand>[0]),
                            ScheduleExpression,
                        }),
                    );
                await set("at(2030-01-01T00:00:00)");
                return () => set(schedule.ScheduleExpression);
            },
            says: /^ +scheduleExpression of Schedule pulse is at\(2030-01-01T00:00:00\), and was deployed as at\(/m,
        },
        {
            title: "a service runs more tasks",
            async make() {
                await setCount(2);
                return () => setCount(1);
            },
            says: /^ +desiredCount of Service pulse is 2, and was deployed as 1$/m,
        },
        {
            title: "a second service without a schedule",
            async make() {
                await ecs.send(
                    new CreateServiceCommand({ ...second, taskDefinition: taskDefinitionArn, desiredCount: 0 }),
                );
                return () =>
                    ecs.send(new DeleteServiceCommand({ cluster: second.cluster, service: "second", force: true }));
            },
            says: /^ +ECS service arn:\S+\/second is in no state: it was added by hand$/m,
        },
        {
            title: "port 22 is opened",
            async make() {
                await ec2.send(new AuthorizeSecurityGroupIngressCommand(ssh));
                return () => ec2.send(new RevokeSecurityGroupIngressCommand(ssh));
            },
            says: /^ +ingress rule \(port 22, 0\.0\.0\.0\/0\) sgr-\w+ is in no state: it was added by hand$/m,
        },
        {
            title: "a NAT gateway",
            async make() {
                const { NatGateway } = await ec2.send(
                    new CreateNatGatewayCommand({ SubnetId: demo.subnetIds[0], ConnectivityType: "private" }),
                );
                return () => ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: NatGateway?.NatGatewayId }));
            },
            says: /^ +NAT gateway nat-\w+ \(32\.85 USD a month per gateway, .*\) is in no state: it was added by hand$/m,
        },
        {
            title: "the route to the internet is deleted",
            async make() {
                const { RouteTables = [] } = await ec2.send(
                    new DescribeRouteTablesCommand({
                        Filters: [{ Name: "association.subnet-id", Values: demo.subnetIds }],
                    }),
                );
                const [table] = RouteTables;
                const route = { RouteTableId: table?.RouteTableId, DestinationCidrBlock: "0.0.0.0/0" };
                const GatewayId = table?.Routes?.find(
                    ({ DestinationCidrBlock }) => DestinationCidrBlock === route.DestinationCidrBlock,
                )?.GatewayId;
                await ec2.send(new DeleteRouteCommand(route));
                return () => ec2.send(new CreateRouteCommand({ ...route, GatewayId }));
            },
            says: /^ +Route \S+ is gone$/m,
        },
    ];
}

function listKafkaChanges({ callCloudApi, callKafkaRest, clusterId }: ManualSession): ManualChange[] {
    const acl = {
        ...{ resource_type: "TOPIC", resource_name: "*", pattern_type: "LITERAL", principal: "User:*" },
        ...{ host: "*", operation: "READ", permission: "ALLOW" },
    };
    return [
        {
            title: "everybody may read every topic",
            async make() {
                await callKafkaRest("POST", "/acls", acl);
                return () => callKafkaRest("DELETE", `/acls?${new URLSearchParams(acl)}`);
            },
            says: new RegExp(`^ +ACL ${clusterId}/TOPIC#\\*#LITERAL#User:\\*#\\*#READ#ALLOW is in no state`, "m"),
        },
        {
            title: "a topic that nobody declared",
            async make() {
                await callKafkaRest("POST", "/topics", { topic_name: "by-hand", partitions_count: 1 });
                return () => callKafkaRest("DELETE", "/topics/by-hand");
            },
            says: new RegExp(`^ +topic ${clusterId}/by-hand is in no state: it was added by hand$`, "m"),
        },
        {
            title: "a service account with kafka's names",
            async make() {
                const { id } = await callCloudApi<{ id: string }>("POST", "/iam/v2/service-accounts", {
                    display_name: buildExpectedName("kafka", "by-hand"),
                });
                return () => callCloudApi("DELETE", `/iam/v2/service-accounts/${id}`);
            },
            says: /^ +service account sa-\w+ is in no state: it was added by hand$/m,
        },
    ];
}
