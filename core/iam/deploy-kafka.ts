import type { Statement } from "../../lib/iam-policy";
import { buildArn, buildNamePattern, type NamingScope } from "../../lib/names";
import { allowKeyViaService } from "./kms-via-service";
import { decryptableLayers } from "./layer-secrets";
import { buildStatePermissions } from "./state-access";

/** AWS permissions for `pulumi up` on kafka: its applications' secrets. All its other resources are in Confluent Cloud. */
export function buildDeployKafkaPermissions(scope: NamingScope, keyArn: string): Statement[] {
    const kafkaScope = { ...scope, layer: "kafka" };
    return [
        ...buildStatePermissions({
            scope,
            keyArn,
            readableLayers: ["core"],
            decryptableLayers: decryptableLayers["deploy-kafka"],
            writableLayer: "kafka",
        }),
        {
            Sid: "ManageOwnSecrets",
            Effect: "Allow",
            Action: [
                ...["CreateSecret", "DeleteSecret", "RestoreSecret", "UpdateSecret", "UpdateSecretVersionStage"],
                ...["PutSecretValue", "GetSecretValue", "DescribeSecret", "ListSecretVersionIds"],
                ...["GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy", "TagResource", "UntagResource"],
            ].map((action) => `secretsmanager:${action}`),
            Resource: buildArn(kafkaScope, "secretsmanager", `secret:${buildNamePattern(kafkaScope)}`),
        },
        // After a killed update, a secret is found by its name.
        { Sid: "ListSecrets", Effect: "Allow", Action: "secretsmanager:ListSecrets", Resource: "*" },
        allowKeyViaService("SecretsManager", scope, keyArn),
        { Sid: "DescribeKey", Effect: "Allow", Action: "kms:DescribeKey", Resource: keyArn },
    ];
}
