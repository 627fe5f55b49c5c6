import type { Place } from "../lib/names";
import { layerSecrets } from "./layer-secrets";
import { serviceStatements } from "./service-rights";

/** Who may use the key. A service does so for a role, whose own policy says through which, or has a row of its own. */
export const keyPolicy = (place: Place) => ({
    Version: "2012-10-17",
    Statement: [
        {
            Sid: "TheAccountDecidesByItsPolicies",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${place.account}:root` },
            Action: "kms:*",
            Resource: "*",
        },
        ...serviceStatements(place, "key", "*"),
        ...layerSecrets(place),
    ],
});
