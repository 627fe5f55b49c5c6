import type { PriceRow } from "./priced";

/** On-demand prices: Spot prices change daily and are up to 70 % lower. */
export const fargatePrices: Pick<PriceRow, "monthly" | "source"> = {
    monthly: [
        { usd: 29.55, unit: "vCPU of a task" },
        { usd: 3.25, unit: "GB of its memory" },
    ],
    source: "infracost ecs_service",
};

export const fargateArmPrices: Pick<PriceRow, "monthly" | "source"> = {
    monthly: [
        { usd: 23.64, unit: "vCPU of a task on ARM" },
        { usd: 2.6, unit: "GB of its memory" },
    ],
    source: "aws.amazon.com/fargate/pricing, as vantage.sh has it",
};

/** Disk of a task beyond the included 20 GB. */
export const fargateDiskPrices: Pick<PriceRow, "monthly" | "source"> = {
    monthly: [{ usd: 0.08, unit: "GB of a task's disk beyond 20" }],
    source: "aws.amazon.com/fargate/pricing, as vantage.sh has it",
};
