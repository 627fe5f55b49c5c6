import type { Footgun } from "./footgun";

export const ecsService: Footgun = {
    what: "an ECS service on Fargate",
    types: ["aws:ecs/service:Service"],
    decides: ["desiredCount"],
    monthly: [
        { usd: 29.55, each: "vCPU of a task" },
        { usd: 3.25, each: "GB of its memory" },
    ],
    usage: [],
    source: "infracost ecs_service",
    date: "2026-11-23",
    instead: "one task on Fargate Spot",
    actions: ["ecs:CreateService", "ecs:UpdateService"],
};
