import type { Priced } from "./priced";

/** On demand, as what Spot costs changes by the day: up to 70 % less. */
export const fargate: Pick<Priced, "monthly" | "source"> = {
    monthly: [
        { usd: 29.55, each: "vCPU of a task" },
        { usd: 3.25, each: "GB of its memory" },
    ],
    source: "infracost ecs_service",
};

export const fargateOnArm: Pick<Priced, "monthly" | "source"> = {
    monthly: [
        { usd: 23.64, each: "vCPU of a task on ARM" },
        { usd: 2.6, each: "GB of its memory" },
    ],
    source: "aws.amazon.com/fargate/pricing, as vantage.sh has it",
};

/** What a task's disk has beyond the 20 GB that come with it. */
export const fargateDisk: Pick<Priced, "monthly" | "source"> = {
    monthly: [{ usd: 0.08, each: "GB of a task's disk beyond 20" }],
    source: "aws.amazon.com/fargate/pricing, as vantage.sh has it",
};
