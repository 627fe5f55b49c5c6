import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../lib/names";
import { needsEnvironment, settings, text, where, wholeNumber } from "../lib/settings";

const values = settings("kafka", {
    ...where,
    /** The most eCKUs the Basic cluster may grow to; the first is free, each more is 0.14 USD an hour while it is busy. */
    maxEcku: wholeNumber(1, 10, { default: 1 }),
    /** The Confluent Cloud API. */
    "confluentcloud:endpoint": text("a URL without a slash at its end", /^https?:\/\/[^\s/]+$/, {
        example: "https://api.confluent.cloud",
        default: "https://api.confluent.cloud",
    }),
});

needsEnvironment({
    CONFLUENT_CLOUD_API_KEY: "the id of a Confluent Cloud API key (scope: cloud resource management)",
    CONFLUENT_CLOUD_API_SECRET: "the secret of that key",
});

export const config = {
    ...values,
    endpoint: values["confluentcloud:endpoint"],
    place: {
        layer: "kafka",
        stack: pulumi.getStack(),
        account: values.account,
        region: values["aws:region"],
    } satisfies Place,
};
