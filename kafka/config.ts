import * as pulumi from "@pulumi/pulumi";
import type { NamingScope } from "../lib/names";
import { refuse } from "../lib/refusal";
import {
    assertEnvironmentVariables,
    defineObject,
    defineText,
    defineWholeNumber,
    locationSettings,
    readSettings,
} from "../lib/settings";
import { assertValidApplicationNames } from "./application-names";
import { parseKeyGenerations } from "./key-generations";
import { assertValidTopics } from "./topics";
import { type ApplicationName, applications, topics } from "./topics-and-applications";

const settingValues = readSettings("kafka", {
    ...locationSettings,
    /** Largest number of eCKUs the cluster can grow to; the first is free, each further one costs 0.14 USD per busy hour. */
    maxEcku: defineWholeNumber(1, 10, { default: 1 }),
    /** Existing Confluent environment to use. @default a new one */
    environmentId: defineText("the id of an environment", /^env-\w+$/, { example: "env-a1b2c3", default: "" }),
    /** Existing Basic cluster in that environment to use. @default a new one */
    clusterId: defineText("the id of a Basic cluster", /^lkc-\w+$/, { example: "lkc-a1b2c3", default: "" }),
    /** Generations of API keys per service account: `{ pulse: { current: 2, previous: 1 } }`. @default generation 1 of each */
    keys: defineObject("an object of service accounts and their key generations", {
        example: '\'{"pulse":{"current":2}}\'',
    }),
    /** URL of the Confluent Cloud API. */
    "confluentcloud:endpoint": defineText("a URL without a slash at its end", /^https?:\/\/[^\s/]+$/, {
        example: "https://api.confluent.cloud",
        default: "https://api.confluent.cloud",
    }),
});

assertEnvironmentVariables({
    CONFLUENT_CLOUD_API_KEY: "the id of a Confluent Cloud API key (scope: cloud resource management)",
    CONFLUENT_CLOUD_API_SECRET: "the secret of that key",
});

if (settingValues.clusterId && !settingValues.environmentId) {
    refuse(
        `devmin-kafka:clusterId is ${settingValues.clusterId}, but devmin-kafka:environmentId is not set: it must be the id of the environment ` +
            "with that cluster. Set it with: pulumi config set -C kafka environmentId env-a1b2c3",
    );
}

export const config = {
    ...settingValues,
    generations: parseKeyGenerations(settingValues.keys, [
        "manager",
        ...(Object.keys(applications) as ApplicationName[]),
    ]),
    endpoint: settingValues["confluentcloud:endpoint"],
    scope: {
        layer: "kafka",
        stack: pulumi.getStack(),
        account: settingValues.account,
        region: settingValues["aws:region"],
    } satisfies NamingScope,
};

assertValidTopics(topics);
assertValidApplicationNames(config.scope, config.generations);
