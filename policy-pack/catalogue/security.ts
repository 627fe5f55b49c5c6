import { absent, type Footgun } from "./footgun";

export const configRecorder: Footgun = {
    what: "AWS Config",
    types: [
        "aws:cfg/recorder:Recorder",
        "aws:cfg/recorderStatus:RecorderStatus",
        "aws:cfg/rule:Rule",
        "aws:cfg/conformancePack:ConformancePack",
    ],
    monthly: [{ usd: 9, each: "3,000 recorded items" }],
    usage: [{ usd: 0.001, each: "evaluation of a rule" }],
    source: "infracost config_configuration_recorder, config_config_rule",
    instead: "this pack, which judges before anything is made",
    actions: [
        "config:PutConfigurationRecorder",
        "config:StartConfigurationRecorder",
        "config:PutConfigRule",
        "config:PutConformancePack",
    ],
};

export const guardDuty: Footgun = {
    what: "GuardDuty",
    types: ["aws:guardduty/detector:Detector"],
    monthly: [{ usd: 20, each: "region, by usage" }],
    source: "from memory (unchecked)",
    instead: "roles within the boundary, and no keys to steal",
    actions: ["guardduty:CreateDetector"],
};

export const findings: Footgun = {
    what: "Security Hub, Macie, Inspector or Detective",
    types: [
        "aws:securityhub/account:Account",
        "aws:macie2/account:Account",
        "aws:macie2/classificationJob:ClassificationJob",
        "aws:inspector2/enabler:Enabler",
        "aws:detective/graph:Graph",
    ],
    monthly: [{ usd: 20, each: "region, by usage" }],
    source: "from memory (unchecked)",
    instead: "this pack, which judges before anything is made",
    actions: [
        "securityhub:EnableSecurityHub",
        "macie2:EnableMacie",
        "macie2:CreateClassificationJob",
        "inspector2:Enable",
        "detective:CreateGraph",
    ],
};

export const trail: Footgun = {
    what: "a trail that records data events or insights",
    types: ["aws:cloudtrail/trail:Trail"],
    decides: { eventSelectors: absent, advancedEventSelectors: absent, insightSelectors: absent },
    monthly: [],
    usage: [
        { usd: 0.1, each: "100,000 data events" },
        { usd: 2, each: "100,000 management events of a second trail (unchecked)" },
    ],
    source: "infracost cloudtrail",
    instead: "the event history, which is free",
    actions: ["cloudtrail:CreateTrail", "cloudtrail:PutEventSelectors", "cloudtrail:PutInsightSelectors"],
};

export const eventLake: Footgun = {
    what: "a CloudTrail event data store",
    types: ["aws:cloudtrail/eventDataStore:EventDataStore"],
    monthly: [],
    usage: [{ usd: 2.5, each: "GB taken in" }],
    source: "from memory (unchecked)",
    instead: "the event history, which is free",
    actions: ["cloudtrail:CreateEventDataStore"],
};

export const waf: Footgun = {
    what: "a web ACL of WAF",
    types: ["aws:wafv2/webAcl:WebAcl", "aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl"],
    monthly: [
        { usd: 5, each: "ACL" },
        { usd: 1, each: "rule" },
    ],
    source: "infracost wafv2_web_acl",
    instead: "nothing that is open to the world",
    actions: ["wafv2:CreateWebACL", "waf:CreateWebACL", "waf-regional:CreateWebACL"],
};

export const shieldAdvanced: Footgun = {
    what: "Shield Advanced",
    types: ["aws:shield/subscription:Subscription", "aws:shield/protection:Protection"],
    monthly: [{ usd: 3000, each: "organization, for a year at least" }],
    source: "from memory (unchecked)",
    instead: "Shield Standard, which is there and free",
    actions: ["shield:CreateSubscription", "shield:CreateProtection"],
};

export const privateCa: Footgun = {
    what: "a private certificate authority",
    types: ["aws:acmpca/certificateAuthority:CertificateAuthority"],
    monthly: [
        { usd: 400, each: "authority" },
        { usd: 50, each: "authority of short-lived certificates" },
    ],
    source: "infracost acmpca_certificate_authority",
    instead: "ACM's public certificates, which are free",
    actions: ["acm-pca:CreateCertificateAuthority"],
};

export const cloudHsm: Footgun = {
    what: "an HSM",
    types: ["aws:cloudhsmv2/hsm:Hsm", "aws:cloudhsmv2/cluster:Cluster"],
    monthly: [{ usd: 1168, each: "HSM" }],
    source: "infracost cloudhsm_v2_hsm",
    instead: "a KMS key",
    actions: ["cloudhsm:CreateHsm", "cloudhsm:CreateCluster"],
};

export const directory: Footgun = {
    what: "a directory",
    types: ["aws:directoryservice/directory:Directory", "aws:directoryservice/serviceRegion:ServiceRegion"],
    monthly: [
        { usd: 73, each: "small directory" },
        { usd: 292, each: "directory of the Enterprise edition" },
    ],
    source: "infracost directory_service_directory",
    instead: "IAM Identity Center",
    actions: ["ds:CreateDirectory", "ds:CreateMicrosoftAD", "ds:ConnectDirectory", "ds:AddRegion"],
};
