import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { buildBackendNames, buildCoreName, getProjectName } from "../lib/names";

export const layerNames = ["core", "kafka", "demo"] as const;
export type Layer = (typeof layerNames)[number];

/** An environment as its files and the shell describe it; nothing here asks a cloud. */
export interface Environment {
    /** The clone. */
    root: string;
    stack: string;
    account: string;
    region: string;
    /** Where core's bucket holds the states: a Pulumi backend URL. */
    backendUrl: string;
    /** The environment's key, as a Pulumi secrets provider names it; a project adds itself, see {@link buildSecretsProviderUrl}. */
    kmsKeyUrl: string;
    stateBucket: string;
    evidenceBucket: string;
    /** Whose rights our own clients use; left out, the shell's. */
    credentials?: () => Promise<Session>;
}

/** Short-lived credentials of a role. */
export interface Session {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string;
    expiration: Date;
}

/**
 * The Pulumi secrets provider of a project: one key for all, and an encryption context that says whose secret it is, so
 * that permissions can be granted layer by layer.
 */
export const buildSecretsProviderUrl = ({ kmsKeyUrl }: Pick<Environment, "kmsKeyUrl">, project: string) =>
    `${kmsKeyUrl}&context_layer=${project === "summary" ? summaryEncryptionContext : project}`;

/** The summary's earlier name: stack configurations have it, and what was encrypted under it opens under no other. */
const summaryEncryptionContext = "card";

/**
 * Reads which account and region a stack is for from core's stack configuration.
 * An AWS_ENDPOINT_URL (the AWS SDKs' own variable) goes into the backend's URL, where the engine wants it.
 */
export function readEnvironment(root: string, stack = process.env.PULUMI_STACK || "dev"): Environment {
    const file = join(root, "core", `Pulumi.${stack}.yaml`);
    if (!existsSync(file)) {
        throw new Error(
            `core has no configuration for the stack ${stack} (core/Pulumi.${stack}.yaml): ` +
                `write it with ./devmin init, or name another stack with PULUMI_STACK.`,
        );
    }
    const config: Record<string, unknown> = parse(readFileSync(file, "utf8"))?.config ?? {};
    const requireConfig = (key: string, example: string) => {
        const value = config[key];
        if (value === undefined) {
            throw new Error(
                `${key} is not set for the stack ${stack}: add it to core/Pulumi.${stack}.yaml, for example ${key}: ${example}`,
            );
        }
        return String(value);
    };
    const account = requireConfig(`${getProjectName("core")}:account`, '"123456789012"');
    const region = requireConfig("aws:region", "eu-central-1");
    const { stateBucket, keyAlias } = buildBackendNames({ stack, account, region });
    const query = new URLSearchParams({ region, awssdk: "v2" });
    const endpoint = process.env.AWS_ENDPOINT_URL;
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
