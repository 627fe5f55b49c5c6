import type { NamingScope } from "../lib/names";
import { buildLayerSecretDenies } from "./iam/layer-secrets";
import { buildServiceStatements } from "./iam/service-principals";

/** Who may use the key. A service does so for a role, whose own policy says through which, or has a row of its own. */
export const buildKeyPolicy = (scope: NamingScope) => ({
    Version: "2012-10-17",
    Statement: [
        {
            Sid: "EnableIamPolicies",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${scope.account}:root` },
            Action: "kms:*",
            Resource: "*",
        },
        ...buildServiceStatements(scope, "key", "*"),
        ...buildLayerSecretDenies(scope),
    ],
});
