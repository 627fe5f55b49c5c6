import { arnIn, boundaryArnOf, nameInCore, namesIn, type Place } from "../lib/names";
import type { Statement } from "../lib/policy";
import { requiredTags } from "../policy-pack/catalogue/tags";
import { evidenceRights } from "./evidence-rights";
import { opens } from "./layer-secrets";
import { stateRights } from "./state-rights";

/**
 * The kinds of EC2 resource demo makes, and the call that makes each. In rows, so that none lets a call touch what it needs
 * but does not make: a subnet is made in a VPC, and that one must be demo's own.
 */
const makes = {
    MakeNetworks: { vpc: "CreateVpc" },
    MakeInNetworks: {
        subnet: "CreateSubnet",
        "internet-gateway": "CreateInternetGateway",
        "route-table": "CreateRouteTable",
        "security-group": "CreateSecurityGroup",
    },
    MakeInThose: { "security-group-rule": "AuthorizeSecurityGroupEgress", "vpc-endpoint": "CreateVpcEndpoint" },
};
const made: Record<string, string> = Object.assign({}, ...Object.values(makes));

/** What is done to them: also what is made in them or of them. */
const done = [
    ...["ModifyVpcAttribute", "DeleteVpc", "CreateSubnet", "ModifySubnetAttribute", "DeleteSubnet"],
    ...["AttachInternetGateway", "DetachInternetGateway", "DeleteInternetGateway"],
    ...["CreateRouteTable", "DeleteRouteTable", "CreateRoute", "ReplaceRoute", "DeleteRoute"],
    ...["AssociateRouteTable", "DisassociateRouteTable", "ReplaceRouteTableAssociation"],
    ...["CreateVpcEndpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints"],
    ...["CreateSecurityGroup", "DeleteSecurityGroup", "ModifySecurityGroupRules"],
    ...["AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"],
];

const of = (service: string, actions: readonly string[]) => actions.map((action) => `${service}:${action}`);

/** What `pulumi up` and `pulumi destroy` on demo, and a run of a service's task, need of AWS. */
export function demoRights(place: Place, keyArn: string): Statement[] {
    const demo = { ...place, layer: "demo" };
    const named = (service: string, kind: string) => arnIn(demo, service, `${kind}${namesIn(demo)}`);
    const kinds = Object.keys(made).map((kind) => arnIn(demo, "ec2", `${kind}/*`));
    const tagged = (key: "RequestTag" | "ResourceTag") => ({
        [`aws:${key}/${requiredTags.layer}`]: "demo",
        [`aws:${key}/${requiredTags.stack}`]: place.stack,
    });
    const [artifacts, evidence] = ["artifacts", "evidence"].map((noun) => arnIn(place, "s3", nameInCore(place, noun)));
    const ownRoles = named("iam", "role/");
    const allow = { Effect: "Allow" } as const;
    return [
        ...stateRights({ place, keyArn, reads: ["core", "kafka"], opens: opens["deploy-demo"], writes: "demo" }),

        // The network: EC2 names nothing, so what demo makes is known by the tags it must make it with.
        ...Object.entries(makes).map(([Sid, kindsMade]) => ({
            Sid,
            ...allow,
            Action: of("ec2", Object.values(kindsMade)),
            Resource: Object.keys(kindsMade).map((kind) => arnIn(demo, "ec2", `${kind}/*`)),
            Condition: { StringEquals: tagged("RequestTag") },
        })),
        {
            Sid: "TagWhatItMakes",
            ...allow,
            Action: "ec2:CreateTags",
            Resource: kinds,
            Condition: { StringEquals: { ...tagged("RequestTag"), "ec2:CreateAction": Object.values(made) } },
        },
        {
            Sid: "ChangeItsNetwork",
            ...allow,
            Action: of("ec2", done),
            Resource: kinds,
            Condition: { StringEquals: tagged("ResourceTag") },
        },
        {
            Sid: "RetagItsNetwork",
            ...allow,
            Action: ["ec2:CreateTags", "ec2:DeleteTags"],
            Resource: kinds,
            Condition: {
                StringEquals: tagged("ResourceTag"),
                // Who owns it may change; whose it is may not.
                "ForAllValues:StringNotEquals": { "aws:TagKeys": [requiredTags.layer, requiredTags.stack] },
            },
        },
        { Sid: "SeeNetworks", ...allow, Action: ["ec2:Describe*", "ec2:GetSecurityGroupsForVpc"], Resource: "*" },

        // The cluster, its services and tasks.
        {
            Sid: "ItsServices",
            ...allow,
            Action: of("ecs", [
                ...["CreateCluster", "UpdateCluster*", "PutClusterCapacityProviders", "DeleteCluster"],
                ...["CreateService", "UpdateService", "DeleteService", "RegisterTaskDefinition"],
                ...["RunTask", "StopTask", "TagResource", "UntagResource"],
            ]),
            Resource: ["cluster", "service", "task-definition", "task"].map((kind) => named("ecs", `${kind}/`)),
        },
        // ECS knows no resource for this one; a definition that is gone can be registered again.
        { Sid: "ForgetDefinitions", ...allow, Action: "ecs:DeregisterTaskDefinition", Resource: "*" },
        { Sid: "SeeServices", ...allow, Action: ["ecs:Describe*", "ecs:List*"], Resource: "*" },
        {
            Sid: "ItsLogs",
            ...allow,
            Action: of("logs", [
                ...["CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy"],
                ...["TagResource", "UntagResource", "Get*", "FilterLogEvents"],
            ]),
            Resource: named("logs", "log-group:"),
        },
        { Sid: "SeeLogs", ...allow, Action: ["logs:Describe*", "logs:List*"], Resource: "*" },
        {
            Sid: "ItsSchedules",
            ...allow,
            Action: of("scheduler", ["CreateSchedule", "UpdateSchedule", "DeleteSchedule", "GetSchedule"]),
            Resource: named("scheduler", "schedule/*/"),
        },
        { Sid: "SeeSchedules", ...allow, Action: ["scheduler:List*", "scheduler:Get*"], Resource: "*" },

        // Roles for what runs: none without the boundary, none for another service, none of another layer.
        {
            Sid: "ItsRolesWithinTheBoundary",
            ...allow,
            Action: of("iam", ["CreateRole", "PutRolePolicy", "PutRolePermissionsBoundary"]),
            Resource: ownRoles,
            Condition: { StringEquals: { "iam:PermissionsBoundary": boundaryArnOf(place) } },
        },
        {
            Sid: "ItsRoles",
            ...allow,
            Action: of("iam", [
                ...["UpdateRole", "UpdateRoleDescription", "UpdateAssumeRolePolicy", "TagRole", "UntagRole"],
                ...["DeleteRole", "DeleteRolePolicy", "DetachRolePolicy", "GetRole*", "ListRole*", "ListAttachedRole*"],
                "ListInstanceProfilesForRole",
            ]),
            Resource: ownRoles,
        },
        {
            Sid: "HandItsRolesOver",
            ...allow,
            Action: "iam:PassRole",
            Resource: ownRoles,
            Condition: {
                StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"] },
            },
        },
        {
            Sid: "LetEcsWork",
            ...allow,
            Action: "iam:CreateServiceLinkedRole",
            Resource: arnIn(place, "iam", "role/aws-service-role/ecs.amazonaws.com/*"),
            Condition: { StringEquals: { "iam:AWSServiceName": "ecs.amazonaws.com" } },
        },

        // Its programs, and what a run of them proved.
        {
            Sid: "ItsBundles",
            ...allow,
            Action: of("s3", ["GetObject*", "PutObject", "PutObjectTagging", "DeleteObject*", "AbortMultipartUpload"]),
            Resource: `${artifacts}/bundles/*`,
        },
        {
            Sid: "FindBundlesAndEvidence",
            ...allow,
            Action: ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucket*"],
            Resource: [artifacts as string, evidence as string],
        },
        ...evidenceRights(place),
    ];
}
