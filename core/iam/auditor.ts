import type { Statement } from "../../lib/iam-policy";
import { buildArn, buildCoreName, buildNamePattern, layerNames, type NamingScope } from "../../lib/names";
import { allowKeyViaService } from "./kms-via-service";
import { decryptableLayers } from "./layer-secrets";
import { getSpendingTopicArn } from "./service-principals";
import { buildStatePermissions } from "./state-access";

/** Read-only calls by which providers describe resources of the services in use; of data they return demo's bundles alone. */
function buildDescribePermissions(scope: NamingScope): Statement[] {
    const toReadActions = (service: string, verbs: readonly string[]) => verbs.map((verb) => `${service}:${verb}*`);
    return [
        {
            Sid: "DescribeResources",
            Effect: "Allow",
            Action: [
                ...toReadActions("ec2", ["Describe"]),
                ...toReadActions("ecs", ["Describe", "List"]),
                ...toReadActions("iam", ["Get", "List"]),
                ...toReadActions("kms", ["Describe", "GetKey", "List"]),
                ...toReadActions("logs", ["Describe", "List"]),
                ...toReadActions("budgets", ["View", "Describe", "List"]),
                ...toReadActions("scheduler", ["Get", "List"]),
                ...toReadActions("sns", ["Get", "List"]),
                ...toReadActions("secretsmanager", ["Describe", "List", "GetResourcePolicy"]),
                ...toReadActions("cloudtrail", [
                    "Describe",
                    "GetTrail",
                    "GetEventSelectors",
                    "GetInsightSelectors",
                    "ListTags",
                ]),
            ],
            Resource: "*",
        },
        {
            Sid: "ReadBucketSettings",
            Effect: "Allow",
            Action: [
                ...["s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration"],
                ...["s3:GetReplicationConfiguration", "s3:GetAccelerateConfiguration", "s3:ListBucket*"],
                "s3:ListTagsForResource",
            ],
            Resource: buildArn(scope, "s3", buildNamePattern(scope)),
        },
        {
            Sid: "ReadBundles",
            Effect: "Allow",
            Action: "s3:GetObject*",
            Resource: `${buildArn(scope, "s3", buildNamePattern(scope))}/bundles/*`,
        },
    ];
}

/**
 * Reads everything, secrets included: `verify` checks that each application's credentials work, and drift detection in kafka
 * calls Confluent Cloud as its manager. Alone writes entries of the audit log; publishes a test message to the alarm's topic.
 */
export function buildAuditorPermissions(scope: NamingScope, keyArn: string): Statement[] {
    const [kafkaScope, demoScope] = [
        { ...scope, layer: "kafka" },
        { ...scope, layer: "demo" },
    ];
    const evidence = buildArn(scope, "s3", buildCoreName(scope, "evidence"));
    return [
        ...buildStatePermissions({
            scope,
            keyArn,
            readableLayers: layerNames,
            readsSummary: true,
            decryptableLayers: decryptableLayers.auditor,
        }),
        {
            Sid: "ReadLocks", // who holds a lock is said before anything is changed
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: `${buildArn(scope, "s3", buildCoreName(scope, "state"))}/.pulumi/locks/*`,
        },
        ...buildDescribePermissions(scope),
        {
            Sid: "ReadKafkaCredentials",
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: buildArn(kafkaScope, "secretsmanager", `secret:${buildNamePattern(kafkaScope)}`),
        },
        allowKeyViaService("SecretsManager", scope, keyArn, "kms:Decrypt"),
        {
            Sid: "ReadServiceLogs",
            Effect: "Allow",
            Action: ["logs:Get*", "logs:FilterLogEvents"],
            Resource: buildArn(demoScope, "logs", `log-group:${buildNamePattern(demoScope)}`),
        },
        { Sid: "ReadEvidence", Effect: "Allow", Action: "s3:GetObject*", Resource: `${evidence}/*` },
        // No other role can: what a deployer did is recorded by who did not do it.
        { Sid: "AppendToAuditLog", Effect: "Allow", Action: "s3:PutObject", Resource: `${evidence}/chain/*` },
        { Sid: "PublishTestAlarm", Effect: "Allow", Action: "sns:Publish", Resource: getSpendingTopicArn(scope) },
        allowKeyViaService("Sns", scope, keyArn),
    ];
}

/** For pull requests, whose code is not reviewed yet: previews core and demo, cannot decrypt kafka's secrets, writes nothing. */
export function buildPreviewPermissions(scope: NamingScope, keyArn: string): Statement[] {
    return [
        ...buildStatePermissions({
            scope,
            keyArn,
            readableLayers: layerNames,
            decryptableLayers: decryptableLayers.preview,
        }),
        ...buildDescribePermissions(scope),
    ];
}
