import { type CostlyResource, mustBeAbsent } from "../denied-resource";

export const configRecorder: CostlyResource = {
    label: "AWS Config",
    types: [
        "aws:cfg/recorder:Recorder",
        "aws:cfg/recorderStatus:RecorderStatus",
        "aws:cfg/rule:Rule",
        "aws:cfg/conformancePack:ConformancePack",
    ],
    monthly: [{ usd: 9, unit: "3,000 recorded configuration items" }],
    usage: [{ usd: 0.001, unit: "evaluation of a rule" }],
    source: "infracost config_configuration_recorder, config_config_rule",
    alternative: "this policy pack (it checks before anything is created)",
    actions: [
        "config:PutConfigurationRecorder",
        "config:StartConfigurationRecorder",
        "config:PutConfigRule",
        "config:PutConformancePack",
    ],
};

export const guardDuty: CostlyResource = {
    label: "GuardDuty",
    types: ["aws:guardduty/detector:Detector"],
    monthly: [{ usd: 20, unit: "region (depends on usage)" }],
    source: "from memory (unchecked)",
    alternative: "roles with a permissions boundary and no access keys",
    actions: ["guardduty:CreateDetector"],
};

export const securityFindings: CostlyResource = {
    label: "Security Hub, Macie, Inspector or Detective",
    types: [
        "aws:securityhub/account:Account",
        "aws:macie2/account:Account",
        "aws:macie2/classificationJob:ClassificationJob",
        "aws:inspector2/enabler:Enabler",
        "aws:detective/graph:Graph",
    ],
    monthly: [{ usd: 20, unit: "region (depends on usage)" }],
    source: "from memory (unchecked)",
    alternative: "this policy pack (it checks before anything is created)",
    actions: [
        "securityhub:EnableSecurityHub",
        "macie2:EnableMacie",
        "macie2:CreateClassificationJob",
        "inspector2:Enable",
        "detective:CreateGraph",
    ],
};

export const dataEventTrail: CostlyResource = {
    label: "a trail that records data events or insights",
    types: ["aws:cloudtrail/trail:Trail"],
    constraints: { eventSelectors: mustBeAbsent, advancedEventSelectors: mustBeAbsent, insightSelectors: mustBeAbsent },
    monthly: [],
    usage: [
        { usd: 0.1, unit: "100,000 data events" },
        { usd: 2, unit: "100,000 management events of a second trail (unchecked)" },
    ],
    source: "infracost cloudtrail",
    alternative: "the event history (free)",
    actions: ["cloudtrail:CreateTrail", "cloudtrail:PutEventSelectors", "cloudtrail:PutInsightSelectors"],
};

export const eventLake: CostlyResource = {
    label: "a CloudTrail event data store",
    types: ["aws:cloudtrail/eventDataStore:EventDataStore"],
    monthly: [],
    usage: [{ usd: 2.5, unit: "GB ingested" }],
    source: "from memory (unchecked)",
    alternative: "the event history (free)",
    actions: ["cloudtrail:CreateEventDataStore"],
};

export const waf: CostlyResource = {
    label: "a WAF web ACL",
    types: ["aws:wafv2/webAcl:WebAcl", "aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl"],
    monthly: [
        { usd: 5, unit: "ACL" },
        { usd: 1, unit: "rule" },
    ],
    source: "infracost wafv2_web_acl",
    alternative: "security groups without public ingress",
    actions: ["wafv2:CreateWebACL", "waf:CreateWebACL", "waf-regional:CreateWebACL"],
};

export const shieldAdvanced: CostlyResource = {
    label: "Shield Advanced",
    types: ["aws:shield/subscription:Subscription", "aws:shield/protection:Protection"],
    monthly: [{ usd: 3000, unit: "organization (one-year commitment)" }],
    source: "from memory (unchecked)",
    alternative: "Shield Standard (always on and free)",
    actions: ["shield:CreateSubscription", "shield:CreateProtection"],
};

export const privateCa: CostlyResource = {
    label: "a private certificate authority",
    types: ["aws:acmpca/certificateAuthority:CertificateAuthority"],
    monthly: [
        { usd: 400, unit: "authority" },
        { usd: 50, unit: "authority of short-lived certificates" },
    ],
    source: "infracost acmpca_certificate_authority",
    alternative: "ACM's public certificates (free)",
    actions: ["acm-pca:CreateCertificateAuthority"],
};

export const cloudHsm: CostlyResource = {
    label: "an HSM",
    types: ["aws:cloudhsmv2/hsm:Hsm", "aws:cloudhsmv2/cluster:Cluster"],
    monthly: [{ usd: 1168, unit: "HSM" }],
    source: "infracost cloudhsm_v2_hsm",
    alternative: "a KMS key",
    actions: ["cloudhsm:CreateHsm", "cloudhsm:CreateCluster"],
};

export const directoryService: CostlyResource = {
    label: "a directory",
    types: ["aws:directoryservice/directory:Directory", "aws:directoryservice/serviceRegion:ServiceRegion"],
    monthly: [
        { usd: 73, unit: "small directory" },
        { usd: 292, unit: "Enterprise edition directory" },
    ],
    source: "infracost directory_service_directory",
    alternative: "IAM Identity Center",
    actions: ["ds:CreateDirectory", "ds:CreateMicrosoftAD", "ds:ConnectDirectory", "ds:AddRegion"],
};
