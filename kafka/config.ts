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
import { parseKeyGenerations } from "./key-generations";
import { type ApplicationName, applications } from "./topics-and-applications";

const settingValues = readSettings("kafka", {
    ...locationSettings,
    /** The most eCKUs a cluster of our own may grow to; the first is free, each more is 0.14 USD an hour while it is busy. */
    maxEcku: defineWholeNumber(1, 10, { default: 1 }),
    /** An environment of Confluent Cloud to live in, instead of one of our own; and a cluster in it, instead of one of our own. */
    environmentId: defineText("the id of an environment", /^env-\w+$/, { example: "env-a1b2c3", default: "" }),
    clusterId: defineText("the id of a Basic cluster", /^lkc-\w+$/, { example: "lkc-a1b2c3", default: "" }),
    /** Per account, which keys it has: `{ pulse: { current: 2, previous: 1 } }`. */
    keys: defineObject("an object of accounts and their keys' generations", { example: '\'{"pulse":{"current":2}}\'' }),
    /** The Confluent Cloud API. */
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
        `devmin-kafka:clusterId is ${settingValues.clusterId}, but devmin-kafka:environmentId is not set: it must be the environment ` +
            "that cluster is in. Set it with: pulumi config set -C kafka environmentId env-a1b2c3",
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
