import type { Statement } from "../../lib/iam-policy";
import { buildArn, buildCoreName, buildNamePattern, getBoundaryArn, type NamingScope } from "../../lib/names";
import { requiredTagKeys } from "../../policy-pack/catalogue/tags";
import { decryptableLayers } from "./layer-secrets";
import { buildStatePermissions } from "./state-access";

/**
 * EC2 resource types that demo creates, and the action that creates each. Split by statement, so that none allows an action on
 * a resource that it uses but does not create: a subnet is created in a VPC, and that VPC must be demo's own.
 */
const createActionsBySid = {
    CreateVpcs: { vpc: "CreateVpc" },
    CreateVpcResources: {
        subnet: "CreateSubnet",
        "internet-gateway": "CreateInternetGateway",
        "route-table": "CreateRouteTable",
        "security-group": "CreateSecurityGroup",
    },
    CreateNetworkChildren: {
        "security-group-rule": "AuthorizeSecurityGroupEgress",
        "vpc-endpoint": "CreateVpcEndpoint",
    },
};
const createActionsByResource: Record<string, string> = Object.assign({}, ...Object.values(createActionsBySid));

/** Actions on existing resources, including actions that create something within them. */
const modifyActions = [
    ...["ModifyVpcAttribute", "DeleteVpc", "CreateSubnet", "ModifySubnetAttribute", "DeleteSubnet"],
    ...["AttachInternetGateway", "DetachInternetGateway", "DeleteInternetGateway"],
    ...["CreateRouteTable", "DeleteRouteTable", "CreateRoute", "ReplaceRoute", "DeleteRoute"],
    ...["AssociateRouteTable", "DisassociateRouteTable", "ReplaceRouteTableAssociation"],
    ...["CreateVpcEndpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints"],
    ...["CreateSecurityGroup", "DeleteSecurityGroup", "ModifySecurityGroupRules"],
    ...["AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"],
];

const toActions = (service: string, actions: readonly string[]) => actions.map((action) => `${service}:${action}`);

/** AWS permissions for `pulumi up` and `pulumi destroy` on demo, and for running a service's task. */
export function buildDeployDemoPermissions(scope: NamingScope, keyArn: string): Statement[] {
    const demoScope = { ...scope, layer: "demo" };
    const buildDemoArn = (service: string, kind: string) =>
        buildArn(demoScope, service, `${kind}${buildNamePattern(demoScope)}`);
    const resourceArns = Object.keys(createActionsByResource).map((kind) => buildArn(demoScope, "ec2", `${kind}/*`));
    const buildTagCondition = (key: "RequestTag" | "ResourceTag") => ({
        [`aws:${key}/${requiredTagKeys.layer}`]: "demo",
        [`aws:${key}/${requiredTagKeys.stack}`]: scope.stack,
    });
    const artifacts = buildArn(scope, "s3", buildCoreName(scope, "artifacts"));
    const ownRoles = buildDemoArn("iam", "role/");
    const allow = { Effect: "Allow" } as const;
    return [
        ...buildStatePermissions({
            scope,
            keyArn,
            readableLayers: ["core", "kafka"],
            decryptableLayers: decryptableLayers["deploy-demo"],
            writableLayer: "demo",
        }),

        // The network: EC2 resources have no names, so demo's own are recognized by the tags that they must be created with.
        ...Object.entries(createActionsBySid).map(([Sid, createActions]) => ({
            Sid,
            ...allow,
            Action: toActions("ec2", Object.values(createActions)),
            Resource: Object.keys(createActions).map((kind) => buildArn(demoScope, "ec2", `${kind}/*`)),
            Condition: { StringEquals: buildTagCondition("RequestTag") },
        })),
        {
            Sid: "TagOnCreate",
            ...allow,
            Action: "ec2:CreateTags",
            Resource: resourceArns,
            Condition: {
                StringEquals: {
                    ...buildTagCondition("RequestTag"),
                    "ec2:CreateAction": Object.values(createActionsByResource),
                },
            },
        },
        {
            Sid: "ModifyOwnNetwork",
            ...allow,
            Action: toActions("ec2", modifyActions),
            Resource: resourceArns,
            Condition: { StringEquals: buildTagCondition("ResourceTag") },
        },
        {
            Sid: "RetagOwnNetwork",
            ...allow,
            Action: ["ec2:CreateTags", "ec2:DeleteTags"],
            Resource: resourceArns,
            Condition: {
                StringEquals: buildTagCondition("ResourceTag"),
                // The owner tag may change; layer and stack may not.
                "ForAllValues:StringNotEquals": { "aws:TagKeys": [requiredTagKeys.layer, requiredTagKeys.stack] },
            },
        },
        // GuardDuty's Runtime Monitoring puts an endpoint and a security group into the VPC, which stop its deletion: the provider
        // removes them then. IAM cannot limit endpoints to one VPC, so the tag is the limit.
        {
            Sid: "RemoveGuardDutyEndpoints",
            ...allow,
            Action: toActions("ec2", ["ModifyVpcEndpoint", "DeleteVpcEndpoints", "DeleteSecurityGroup"]),
            Resource: ["vpc-endpoint", "security-group"].map((kind) => buildArn(demoScope, "ec2", `${kind}/*`)),
            Condition: { StringEquals: { "aws:ResourceTag/GuardDutyManaged": "true" } },
        },
        { Sid: "DescribeNetworks", ...allow, Action: ["ec2:Describe*", "ec2:GetSecurityGroupsForVpc"], Resource: "*" },

        // The ECS cluster, its services and tasks.
        {
            Sid: "ManageOwnEcs",
            ...allow,
            Action: toActions("ecs", [
                ...["CreateCluster", "UpdateCluster*", "PutClusterCapacityProviders", "DeleteCluster"],
                ...["CreateService", "UpdateService", "DeleteService", "RegisterTaskDefinition"],
                ...["RunTask", "StopTask", "TagResource", "UntagResource"],
            ]),
            Resource: ["cluster", "service", "task-definition", "task"].map((kind) => buildDemoArn("ecs", `${kind}/`)),
        },
        // This action has no resource type in IAM. A deregistered task definition can be registered again.
        { Sid: "DeregisterTaskDefinitions", ...allow, Action: "ecs:DeregisterTaskDefinition", Resource: "*" },
        { Sid: "DescribeEcs", ...allow, Action: ["ecs:Describe*", "ecs:List*"], Resource: "*" },
        {
            Sid: "ManageOwnLogGroups",
            ...allow,
            Action: toActions("logs", [
                ...["CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy"],
                ...["TagResource", "UntagResource", "Get*", "FilterLogEvents"],
            ]),
            Resource: buildDemoArn("logs", "log-group:"),
        },
        { Sid: "DescribeLogGroups", ...allow, Action: ["logs:Describe*", "logs:List*"], Resource: "*" },
        {
            Sid: "ManageOwnSchedules",
            ...allow,
            Action: toActions("scheduler", ["CreateSchedule", "UpdateSchedule", "DeleteSchedule", "GetSchedule"]),
            Resource: buildDemoArn("scheduler", "schedule/*/"),
        },
        { Sid: "ReadSchedules", ...allow, Action: ["scheduler:List*", "scheduler:Get*"], Resource: "*" },

        // Roles of tasks and schedules: only with the boundary, only for these services, only of this layer.
        {
            Sid: "CreateRolesWithBoundary",
            ...allow,
            Action: toActions("iam", ["CreateRole", "PutRolePolicy", "PutRolePermissionsBoundary"]),
            Resource: ownRoles,
            Condition: { StringEquals: { "iam:PermissionsBoundary": getBoundaryArn(scope) } },
        },
        {
            Sid: "ManageOwnRoles",
            ...allow,
            Action: toActions("iam", [
                ...["UpdateRole", "UpdateRoleDescription", "UpdateAssumeRolePolicy", "TagRole", "UntagRole"],
                ...["DeleteRole", "DeleteRolePolicy", "DetachRolePolicy", "GetRole*", "ListRole*", "ListAttachedRole*"],
                "ListInstanceProfilesForRole",
            ]),
            Resource: ownRoles,
        },
        {
            Sid: "PassOwnRoles",
            ...allow,
            Action: "iam:PassRole",
            Resource: ownRoles,
            Condition: {
                StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"] },
            },
        },
        {
            Sid: "CreateEcsServiceLinkedRole",
            ...allow,
            Action: "iam:CreateServiceLinkedRole",
            Resource: buildArn(scope, "iam", "role/aws-service-role/ecs.amazonaws.com/*"),
            Condition: { StringEquals: { "iam:AWSServiceName": "ecs.amazonaws.com" } },
        },

        // Program bundles.
        {
            Sid: "ManageBundles",
            ...allow,
            Action: toActions("s3", [
                "GetObject*",
                "PutObject",
                "PutObjectTagging",
                "DeleteObject*",
                "AbortMultipartUpload",
            ]),
            Resource: `${artifacts}/bundles/*`,
        },
        {
            Sid: "ListArtifacts",
            ...allow,
            Action: ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucket*"],
            Resource: artifacts,
        },
    ];
}
