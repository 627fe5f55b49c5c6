import type { CostlyResource } from "../denied-resource";

export const logGroup: CostlyResource = {
    label: "a log group with a long retention",
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    constraints: { retentionInDays: { atLeast: 1, atMost: 30, setting: "maxLogDays" } },
    monthly: [{ usd: 0.03, unit: "GB stored" }],
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
    alternative: "the automatic dashboards (free)",
    actions: ["cloudwatch:PutDashboard"],
};

export const highResolutionAlarm: CostlyResource = {
    label: "a high-resolution alarm",
    types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    constraints: {
        period: { atLeast: 60, atMost: 86_400, optional: true },
        "metricQueries?.metric?.period": { atLeast: 60, atMost: 86_400 },
    },
    monthly: [
        { usd: 0.1, unit: "alarm" },
        { usd: 0.3, unit: "high-resolution alarm" },
    ],
    source: "infracost cloudwatch_metric_alarm",
    alternative: "a period of 60 seconds or more",
    actions: ["cloudwatch:PutMetricAlarm"],
};

export const continuousMonitoring: CostlyResource = {
    label: "a canary, metric stream or monitor",
    types: [
        "aws:cloudwatch/metricStream:MetricStream",
        "aws:cloudwatch/internetMonitor:InternetMonitor",
        "aws:cloudwatch/contributorInsightRule:ContributorInsightRule",
        "aws:dynamodb/contributorInsights:ContributorInsights",
        "aws:synthetics/canary:Canary",
    ],
    monthly: [{ usd: 10, unit: "canary, stream or monitor" }],
    source: "from memory (unchecked)",
    alternative: "./devmin verify",
    actions: [
        "cloudwatch:PutMetricStream",
        "internetmonitor:CreateMonitor",
        "cloudwatch:PutInsightRule",
        "dynamodb:UpdateContributorInsights",
        "synthetics:CreateCanary",
    ],
};
