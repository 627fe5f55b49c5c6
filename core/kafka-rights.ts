import { arnIn, namesIn, type Place } from "../lib/names";
import type { Statement } from "../lib/policy";
import { keyThrough } from "./key-through";
import { opens } from "./layer-secrets";
import { stateRights } from "./state-rights";

/** What `pulumi up` on kafka needs of AWS: the secrets of its applications. The rest of it lives in Confluent Cloud. */
export function kafkaRights(place: Place, keyArn: string): Statement[] {
    const kafka = { ...place, layer: "kafka" };
    return [
        ...stateRights({ place, keyArn, reads: ["core"], opens: opens["deploy-kafka"], writes: "kafka" }),
        {
            Sid: "ItsSecrets",
            Effect: "Allow",
            Action: [
                ...["CreateSecret", "DeleteSecret", "RestoreSecret", "UpdateSecret", "UpdateSecretVersionStage"],
                ...["PutSecretValue", "GetSecretValue", "DescribeSecret", "ListSecretVersionIds"],
                ...["GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy", "TagResource", "UntagResource"],
            ].map((action) => `secretsmanager:${action}`),
            Resource: arnIn(kafka, "secretsmanager", `secret:${namesIn(kafka)}`),
        },
        keyThrough("SecretsManager", place, keyArn),
        { Sid: "SeeTheKey", Effect: "Allow", Action: "kms:DescribeKey", Resource: keyArn },
    ];
}
