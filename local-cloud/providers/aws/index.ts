import { join, relative } from "node:path";
import type { Props, ProviderDefinition, ProviderFunction, ResourceType } from "../resource-type";
import { AwsCloud, type AwsConfig, isNotFound, remedy } from "./cloud";

interface ServiceModule {
    types?: Record<string, ResourceType<AwsCloud>>;
    functions?: Record<string, ProviderFunction<AwsCloud>>;
}

/** The file for a token's first part, loaded on first use because an SDK client takes a tenth of a second. */
const services: Record<string, { file: string; load: () => ServiceModule }> = {
    s3: { file: "s3", load: () => require("./s3") },
    kms: { file: "kms", load: () => require("./kms") },
    budgets: { file: "budgets", load: () => require("./budgets") },
    secretsmanager: { file: "secretsmanager", load: () => require("./secretsmanager") },
    iam: { file: "iam", load: () => require("./iam") },
    cloudtrail: { file: "cloudtrail", load: () => require("./cloudtrail") },
    cloudwatch: { file: "cloudwatch", load: () => require("./cloudwatch") },
    ec2: { file: "ec2", load: () => require("./ec2") },
    vpc: { file: "ec2", load: () => require("./ec2") },
    ecs: { file: "ecs", load: () => require("./ecs") },
    scheduler: { file: "scheduler", load: () => require("./scheduler") },
    sns: { file: "sns", load: () => require("./sns") },
    index: { file: "functions", load: () => require("./functions") },
};

const folder = relative(join(__dirname, "../../.."), __dirname);
const silentContext = { log: () => {}, signal: new AbortController().signal };

/** `aws:s3/bucket:Bucket` is the entry `s3/bucket:Bucket` of the service `s3`. */
const toTypeKey = (token: string) => token.replace(/^aws:/, "");
const findServiceModule = (token: string) => services[toTypeKey(token).split("/")[0] ?? ""];

export const offlineProvider: ProviderDefinition<AwsCloud> = {
    name: "aws",
    listTypes: () => Object.assign({}, ...Object.values(services).map(({ load }) => load().types)),
    configure(config: AwsConfig) {
        const region = config.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
        if (!region) throw new Error("aws:region is not set; set it with pulumi config set aws:region us-east-1.");
        return new AwsCloud(config, region, silentContext);
    },
    getSourceFile(token) {
        const name = toTypeKey(token).split("/")[0] ?? "";
        return `${folder}/${findServiceModule(token)?.file ?? name}.ts`;
    },
    findType: (token) => findServiceModule(token)?.load().types?.[toTypeKey(token)],
    findFunction: (token) => findServiceModule(token)?.load().functions?.[toTypeKey(token)],
    isAccountRestricted: ({ config: { allowedAccountIds = [], forbiddenAccountIds = [] } }) =>
        allowedAccountIds.length + forbiddenAccountIds.length > 0,
    async assertAccountAllowed(cloud) {
        const { allowedAccountIds: allowed = [], forbiddenAccountIds: forbidden = [] } = cloud.config;
        if (allowed.length + forbidden.length === 0) return;
        const { Account } = await cloud.getCallerIdentity();
        if (forbidden.includes(Account) || (allowed.length > 0 && !allowed.includes(Account))) {
            const rule = allowed.length ? `only ${allowed.join(", ")} may be used` : `${Account} may not be used`;
            throw new Error(`the credentials are for account ${Account}, but ${rule} (aws:allowedAccountIds).`);
        }
    },
    scopeToResource: (cloud, props, call) =>
        cloud.scopeTo(typeof props.region === "string" ? props.region : undefined, call),
    fillInputs(cloud, inputs, declared) {
        const { tags: defaults = {} } = cloud.config.defaultTags ?? {};
        const own = inputs.tags ?? {};
        if (!declared.includes("tags") || typeof own !== "object") return inputs; // tags as a whole may be unknown
        const tags = { ...defaults, ...own };
        return { ...inputs, tags: Object.keys(tags).length ? tags : undefined };
    },
    deriveOutputs(cloud, state, declared): Props {
        const derived: Props = { ...state };
        if (declared.includes("region")) derived.region ??= cloud.region;
        if (declared.includes("tagsAll")) derived.tagsAll = state.tags ?? {};
        return derived;
    },
    isNotFound: isNotFound,
    getEndpoint: (cloud) => cloud.endpoint,
    remedy,
};
