import { arnIn, namesIn, type Place } from "../lib/names";
import type { Statement } from "../lib/policy";
import { evidenceRights } from "./evidence-rights";
import { keyThrough } from "./key-through";
import { opens } from "./layer-secrets";
import { spendingTopicArnOf } from "./service-rights";
import { stateRights } from "./state-rights";

const layers = ["core", "kafka", "demo"];

/** What a provider asks to see how things are: of all the services the layers use, and of nobody's data. */
function seeing(place: Place): Statement[] {
    const reads = (service: string, verbs: readonly string[]) => verbs.map((verb) => `${service}:${verb}*`);
    return [
        {
            Sid: "SeeHowThingsAre",
            Effect: "Allow",
            Action: [
                ...reads("ec2", ["Describe"]),
                ...reads("ecs", ["Describe", "List"]),
                ...reads("iam", ["Get", "List"]),
                ...reads("kms", ["Describe", "GetKey", "List"]),
                ...reads("logs", ["Describe", "List"]),
                ...reads("budgets", ["View", "Describe", "List"]),
                ...reads("scheduler", ["Get", "List"]),
                ...reads("sns", ["Get", "List"]),
                ...reads("secretsmanager", ["Describe", "List", "GetResourcePolicy"]),
                ...reads("cloudtrail", [
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
            Sid: "SeeBuckets",
            Effect: "Allow",
            Action: [
                ...["s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration"],
                ...["s3:GetReplicationConfiguration", "s3:GetAccelerateConfiguration", "s3:ListBucket*"],
            ],
            Resource: arnIn(place, "s3", namesIn(place)),
        },
    ];
}

/**
 * Whoever checks. Reads everything, secrets included: `verify` proves that each application's login opens and works, and a
 * look for drift in kafka asks Confluent as its manager. Writes its verdict, to the chain of evidence, and a test to the alarm.
 */
export function auditorRights(place: Place, keyArn: string): Statement[] {
    const [kafka, demo] = [
        { ...place, layer: "kafka" },
        { ...place, layer: "demo" },
    ];
    return [
        ...stateRights({ place, keyArn, reads: layers, opens: opens.auditor }),
        ...seeing(place),
        {
            Sid: "OpenLogins",
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: arnIn(kafka, "secretsmanager", `secret:${namesIn(kafka)}`),
        },
        keyThrough("SecretsManager", place, keyArn, "kms:Decrypt"),
        {
            Sid: "ReadLogs",
            Effect: "Allow",
            Action: ["logs:Get*", "logs:FilterLogEvents"],
            Resource: arnIn(demo, "logs", `log-group:${namesIn(demo)}`),
        },
        {
            Sid: "SeeBundles",
            Effect: "Allow",
            Action: "s3:GetObject*",
            Resource: `${arnIn(place, "s3", namesIn(place))}/bundles/*`,
        },
        ...evidenceRights(place),
        { Sid: "TestTheAlarm", Effect: "Allow", Action: "sns:Publish", Resource: spendingTopicArnOf(place) },
        keyThrough("Sns", place, keyArn),
    ];
}

/** A pull request, whose code nobody has read yet: previews core and demo, opens no secret of kafka, writes nothing. */
export function previewRights(place: Place, keyArn: string): Statement[] {
    return [...stateRights({ place, keyArn, reads: layers, opens: opens.preview }), ...seeing(place)];
}
