import { get, type IncomingMessage } from "node:http";
import { get as getSecurely } from "node:https";
import { json } from "node:stream/consumers";
import { S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { formatDuration } from "../../lib/lease";
import type { Environment } from "../environment";
import { EnvProxyAgent, findProxy } from "./proxy-agent";

/** What every AWS client of ours is made with. */
export function buildAwsClientConfig({ region, credentials }: Pick<Environment, "region" | "credentials">) {
    return { region, ...(credentials && { credentials }), requestHandler: { httpsAgent: new EnvProxyAgent() } };
}

/** An S3 client; an endpoint of the shell's own gets bucket names in the path, as it has no DNS of its own. */
export const createS3Client = (env: Pick<Environment, "region" | "credentials">) =>
    new S3Client({ ...buildAwsClientConfig(env), forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) });

/** For `.catch`: an object that is not there is undefined; any other refusal stays one. */
export function ignoreMissingObject(error: unknown): undefined {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
    throw error;
}

/** Whom the AWS credentials belong to. Refuses a machine whose clock is minutes off: signatures and leases go by it. */
export async function getCallerIdentity(
    context: Pick<Environment, "region" | "credentials">,
): Promise<{ account: string; arn: string }> {
    const sts = new STSClient(buildAwsClientConfig(context));
    const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({})).catch((error: Error) => {
        throw new Error(formatIdentityError(error));
    });
    assertClockInSync(sts.config.systemClockOffset);
    return { account: Account, arn: Arn };
}

/** AWS takes no signature that is further off than this; its clients correct theirs unasked, Pulumi's programs do not. */
const maxClockOffsetMs = 5 * 60_000;

/** `offsetMs`: how far AWS' clock is ahead of this machine's, as its answer said. */
function assertClockInSync(offsetMs: number): void {
    if (Math.abs(offsetMs) < maxClockOffsetMs) return;
    throw new Error(
        `this machine's clock is ${formatDuration(Math.abs(offsetMs))} ${offsetMs > 0 ? "behind" : "ahead of"} AWS': ` +
            "set it right, for example with timedatectl set-ntp true; leases would end at another time than they say.",
    );
}

/** AWS has a name and a status for what it refuses; what has none came from the way there. */
function formatIdentityError(error: Error & { code?: string; $metadata?: { httpStatusCode?: number } }): string {
    if (error.$metadata?.httpStatusCode || error.name === "CredentialsProviderError")
        return `AWS does not know who you are (${error.name}: ${error.message}): log in first, for example with aws sso login.`;
    const { AWS_ENDPOINT_URL: endpoint } = process.env;
    return (
        `${endpoint ?? "AWS"} does not answer (${error.code ?? error.name}: ${error.message}): ` +
        (endpoint ? "start the local cloud with ./devmin sandbox start, or " : "") +
        `check the network${formatProxyHint(endpoint ?? "https://amazonaws.com")}.`
    );
}

/** The proxy that stands between, if one does, as the end of a sentence. */
function formatProxyHint(url: string): string {
    const { hostname, port } = new URL(url);
    const proxy = findProxy(hostname, port || undefined);
    return proxy
        ? `, and HTTPS_PROXY, which is ${removeCredentials(proxy)}; an authority of its own goes into AWS_CA_BUNDLE`
        : "";
}

const removeCredentials = (url: string) => url.replace(/\/\/.*@/, "//");

/** Who the AWS credentials belong to; refuses those of another account before anything is made. */
export async function requireCallerArn(
    env: Pick<Environment, "account" | "region" | "stack" | "credentials">,
): Promise<string> {
    const { account, arn } = await getCallerIdentity(env);
    if (account !== env.account) {
        throw new Error(
            `the AWS credentials are of account ${account}, the stack ${env.stack} is for ${env.account}: ` +
                "log in to that one, or change devmin-core:account in core's stack configuration.",
        );
    }
    return arn;
}

/** Refuses, with a sentence, where the Cloud API key of the shell is missing or does not open Confluent Cloud. */
export async function assertConfluentAccess(endpoint: string): Promise<void> {
    await callConfluentApi(endpoint, "/org/v2/environments?page_size=1");
}

/** What the Cloud API of Confluent Cloud answers the shell's key; a refusal is a sentence. */
export async function callConfluentApi<T>(endpoint: string, path: string): Promise<T> {
    const { CONFLUENT_CLOUD_API_KEY: key, CONFLUENT_CLOUD_API_SECRET: secret } = process.env;
    if (!key || !secret) {
        throw new Error(
            "CONFLUENT_CLOUD_API_KEY and CONFLUENT_CLOUD_API_SECRET are not both set: make a Cloud API key (scope: cloud resource management) and export the two.",
        );
    }
    const response = await sendGetRequest(
        endpoint + path,
        `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`,
    ).catch((error: Error) => {
        throw new Error(
            `${endpoint} does not answer (${error.message}): check the network${formatProxyHint(endpoint)}.`,
        );
    });
    if (response.statusCode !== 200) {
        response.destroy();
        throw new Error(
            `Confluent Cloud answers the key ${key} with ${response.statusCode}: it must be a Cloud API key (scope: cloud resource management) with its own secret.`,
        );
    }
    return (await json(response)) as T;
}

/** What a GET is answered with, its body not read yet; `fetch` would go past the shell's proxy. */
function sendGetRequest(url: string, authorization: string): Promise<IncomingMessage> {
    const options = { agent: new EnvProxyAgent(), headers: { authorization }, signal: AbortSignal.timeout(15_000) };
    return new Promise((resolve, reject) => {
        (url.startsWith("https:") ? getSecurely : get)(url, options, resolve).once("error", reject);
    });
}
