import type { Footgun } from "./footgun";

export const logGroup: Footgun = {
    what: "a log group that keeps what it has",
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    decides: { retentionInDays: { atLeast: 1, atMost: 30, setting: "maxLogDays" } },
    monthly: [{ usd: 0.03, each: "GB, for ever" }],
    usage: [{ usd: 0.5, each: "GB written", assumed: "logGb" }],
    source: "infracost cloudwatch_log_group",
    instead: "retentionInDays 7",
    actions: ["logs:DeleteRetentionPolicy"],
};

export const dashboard: Footgun = {
    what: "a dashboard",
    types: ["aws:cloudwatch/dashboard:Dashboard"],
    monthly: [{ usd: 3, each: "dashboard beyond the third" }],
    free: 3,
    source: "infracost cloudwatch_dashboard",
    instead: "the automatic dashboards, which are free",
    actions: ["cloudwatch:PutDashboard"],
};

export const alarm: Footgun = {
    what: "an alarm of high resolution",
    types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    decides: {
        period: { atLeast: 60, atMost: 86_400, orMissing: true },
        "metricQueries?.metric?.period": { atLeast: 60, atMost: 86_400 },
    },
    monthly: [
        { usd: 0.1, each: "alarm" },
        { usd: 0.3, each: "alarm of high resolution" },
    ],
    source: "infracost cloudwatch_metric_alarm",
    instead: "a period of 60 seconds or more",
    actions: ["cloudwatch:PutMetricAlarm"],
};

export const watching: Footgun = {
    what: "what watches all the time",
    types: [
        "aws:cloudwatch/metricStream:MetricStream",
        "aws:cloudwatch/internetMonitor:InternetMonitor",
        "aws:cloudwatch/contributorInsightRule:ContributorInsightRule",
        "aws:dynamodb/contributorInsights:ContributorInsights",
        "aws:synthetics/canary:Canary",
    ],
    monthly: [{ usd: 10, each: "canary, stream or monitor" }],
    source: "from memory (unchecked)",
    instead: "./devmin verify, by hand",
    actions: [
        "cloudwatch:PutMetricStream",
        "internetmonitor:CreateMonitor",
        "cloudwatch:PutInsightRule",
        "dynamodb:UpdateContributorInsights",
        "synthetics:CreateCanary",
    ],
};
