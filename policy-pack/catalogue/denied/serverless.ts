import { type CostlyResource, mustBeOff } from "../denied-resource";

export const provisionedConcurrency: CostlyResource = {
    label: "provisioned concurrency",
    types: ["aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"],
    monthly: [{ usd: 11, unit: "GB of provisioned concurrency" }],
    source: "infracost lambda_provisioned_concurrency_config",
    alternative: "an on-demand function",
    actions: ["lambda:PutProvisionedConcurrencyConfig"],
};

export const lambdaCapacityProvider: CostlyResource = {
    label: "a Lambda capacity provider",
    types: ["aws:lambda/capacityProvider:CapacityProvider"],
    monthly: [{ usd: 60.74, unit: "t3.large" }],
    source: "infracost autoscaling_group (unchecked)",
    alternative: "an on-demand function",
    actions: ["lambda:CreateCapacityProvider"],
};

export const apiCache: CostlyResource = {
    label: "an API cache",
    types: ["aws:apigateway/stage:Stage"],
    constraints: { cacheClusterEnabled: mustBeOff },
    monthly: [
        { usd: 14.6, unit: "cache of 0.5 GB" },
        { usd: 2774, unit: "cache of 237 GB" },
    ],
    source: "infracost api_gateway_stage",
    alternative: "an API without a cache",
    actions: ["apigateway:POST", "apigateway:PATCH"],
};
