import { existsSync } from "node:fs";
import { inputFormats } from "../lib/input-formats";
import { buildBackendNames, buildCoreName, getProjectName, summaryEncryptionContext } from "../lib/names";
import { getStackConfigFile, readStackConfig } from "./stack-config";

export { type Layer, layerNames } from "../lib/names";

/** An environment, from its files and the shell; nothing here calls a cloud. */
export interface Environment {
    /** The folder of the clone. */
    root: string;
    stack: string;
    account: string;
    region: string;
    /** The Pulumi backend URL of core's state bucket. */
    backendUrl: string;
    /** The KMS key as a Pulumi secrets provider URL; a project adds its name, see {@link buildSecretsProviderUrl}. */
    kmsKeyUrl: string;
    stateBucket: string;
    evidenceBucket: string;
}

/**
 * The Pulumi secrets provider of a project: one key for all, and an encryption context that says whose secret it is, so
 * that permissions can be granted layer by layer.
 */
export const buildSecretsProviderUrl = ({ kmsKeyUrl }: Pick<Environment, "kmsKeyUrl">, project: string) =>
    `${kmsKeyUrl}&context_layer=${project === "summary" ? summaryEncryptionContext : project}`;

/** The stack that PULUMI_STACK, Pulumi's own variable, names. @default dev */
export function readStackName(): string {
    const name = process.env.PULUMI_STACK || "dev";
    const [requirement, pattern, { example }] = inputFormats.stack;
    if (pattern.test(name)) return name;
    throw new Error(
        `PULUMI_STACK is ${JSON.stringify(name)}: it must be ${requirement}, for example ${JSON.stringify(example)}.`,
    );
}

/** The URL in AWS_ENDPOINT_URL, which the AWS SDKs and Pulumi ask instead of AWS; undefined when it is not set. */
function readAwsEndpoint(): string | undefined {
    const endpoint = process.env.AWS_ENDPOINT_URL;
    if (!endpoint || /^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : "")) return endpoint;
    throw new Error(
        `AWS_ENDPOINT_URL is ${JSON.stringify(endpoint)}: it must be a URL, for example https://localhost:4566; for a real account unset it.`,
    );
}

/**
 * Reads account and region of a stack from core's stack configuration. AWS_ENDPOINT_URL (the AWS SDKs' own variable) becomes
 * part of the backend URL, where the engine reads it.
 */
export function readEnvironment(root: string, stack = readStackName()): Environment {
    if (!existsSync(getStackConfigFile({ root, stack }, "core"))) {
        throw new Error(
            `core has no configuration for the stack ${stack} (core/Pulumi.${stack}.yaml): ` +
                `create it with ./devmin init, or name another stack with PULUMI_STACK.`,
        );
    }
    const { config } = readStackConfig({ root, stack }, "core");
    const requireConfig = (key: string, example: string) => {
        const value = config[key];
        if (value === undefined) {
            throw new Error(
                `${key} is not set for the stack ${stack}: add it to core/Pulumi.${stack}.yaml, for example ${key}: ${example}`,
            );
        }
        return value;
    };
    const readAs = (format: keyof typeof inputFormats, key: string) => {
        const [requirement, pattern, { example }] = inputFormats[format];
        const value = requireConfig(key, JSON.stringify(example));
        if (pattern.test(String(value))) return String(value); // without quotes a number loses the zeros it begins with
        throw new Error(
            `${key} is ${JSON.stringify(value)} in core/Pulumi.${stack}.yaml: it must be ${requirement}, in quotes, for example ` +
                `${key}: ${JSON.stringify(example)}`,
        );
    };
    const account = readAs("account", `${getProjectName("core")}:account`);
    const region = readAs("region", "aws:region");
    const { stateBucket, keyAlias } = buildBackendNames({ stack, account, region });
    const query = new URLSearchParams({ region, awssdk: "v2" });
    const endpoint = readAwsEndpoint();
    const endpointQuery = endpoint ? new URLSearchParams({ endpoint, s3ForcePathStyle: "true" }) : "";
    return {
        root,
        stack,
        account,
        region,
        backendUrl: `s3://${stateBucket}?${[query, endpointQuery].filter(String).join("&")}`,
        kmsKeyUrl: `awskms://${keyAlias}?${query}`,
        stateBucket,
        evidenceBucket: buildCoreName({ stack, account, region }, "evidence"),
    };
}
