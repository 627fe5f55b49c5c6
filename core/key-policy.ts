import type { Place } from "../lib/names";
import { layerSecrets } from "./layer-secrets";

/** Who may use the key. No AWS service uses it by itself here: each does so for a role, whose own policy says through which. */
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
        ...layerSecrets(place),
    ],
});
