import { type Footgun, off } from "./footgun";

export const provisionedConcurrency: Footgun = {
    what: "provisioned concurrency",
    types: ["aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"],
    monthly: [{ usd: 11, each: "GB kept warm" }],
    source: "infracost lambda_provisioned_concurrency_config",
    instead: "a function that starts when it is called",
    actions: ["lambda:PutProvisionedConcurrencyConfig"],
};

export const lambdaCapacity: Footgun = {
    what: "instances under Lambda functions",
    types: ["aws:lambda/capacityProvider:CapacityProvider"],
    monthly: [{ usd: 60.74, each: "t3.large" }],
    source: "infracost autoscaling_group (unchecked)",
    instead: "a function that starts when it is called",
    actions: ["lambda:CreateCapacityProvider"],
};

export const apiCache: Footgun = {
    what: "an API cache",
    types: ["aws:apigateway/stage:Stage"],
    decides: { cacheClusterEnabled: off },
    monthly: [
        { usd: 14.6, each: "cache of 0.5 GB" },
        { usd: 2774, each: "cache of 237 GB" },
    ],
    source: "infracost api_gateway_stage",
    instead: "an API without a cache",
    actions: ["apigateway:POST", "apigateway:PATCH"],
};
