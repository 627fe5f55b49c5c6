import type { CostlyResource } from "../denied-resource";

export const logGroup: CostlyResource = {
    label: "a log group that keeps what it has",
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    constraints: { retentionInDays: { atLeast: 1, atMost: 30, setting: "maxLogDays" } },
    monthly: [{ usd: 0.03, unit: "GB, for ever" }],
    usage: [{ usd: 0.5, unit: "GB written", assumption: "logGb" }],
    source: "infracost cloudwatch_log_group",
    alternative: "retentionInDays 7",
    actions: ["logs:DeleteRetentionPolicy"],
};

export const dashboard: CostlyResource = {
    label: "a dashboard",
    types: ["aws:cloudwatch/dashboard:Dashboard"],
    monthly: [{ usd: 3, unit: "dashboard beyond the third" }],
    freeCount: 3,
    source: "infracost cloudwatch_dashboard",
    alternative: "the automatic dashboards, which are free",
    actions: ["cloudwatch:PutDashboard"],
};

export const highResolutionAlarm: CostlyResource = {
    label: "an alarm of high resolution",
    types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    constraints: {
        period: { atLeast: 60, atMost: 86_400, optional: true },
        "metricQueries?.metric?.period": { atLeast: 60, atMost: 86_400 },
    },
    monthly: [
        { usd: 0.1, unit: "alarm" },
        { usd: 0.3, unit: "alarm of high resolution" },
    ],
    source: "infracost cloudwatch_metric_alarm",
    alternative: "a period of 60 seconds or more",
    actions: ["cloudwatch:PutMetricAlarm"],
};

export const continuousMonitoring: CostlyResource = {
    label: "what watches all the time",
    types: [
        "aws:cloudwatch/metricStream:MetricStream",
        "aws:cloudwatch/internetMonitor:InternetMonitor",
        "aws:cloudwatch/contributorInsightRule:ContributorInsightRule",
        "aws:dynamodb/contributorInsights:ContributorInsights",
        "aws:synthetics/canary:Canary",
    ],
    monthly: [{ usd: 10, unit: "canary, stream or monitor" }],
    source: "from memory (unchecked)",
    alternative: "./devmin verify, by hand",
    actions: [
        "cloudwatch:PutMetricStream",
        "internetmonitor:CreateMonitor",
        "cloudwatch:PutInsightRule",
        "dynamodb:UpdateContributorInsights",
        "synthetics:CreateCanary",
    ],
};
