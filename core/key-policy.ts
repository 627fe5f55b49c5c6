import type { NamingScope } from "../lib/names";
import { buildLayerSecretDenies } from "./iam/layer-secrets";
import { buildServiceStatements } from "./iam/service-principals";

/** Policy of the key. A service uses the key on behalf of a role, by that role's policy, or by a statement of its own here. */
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
