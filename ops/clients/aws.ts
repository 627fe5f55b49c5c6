import { get, type IncomingMessage } from "node:http";
import { get as getSecurely } from "node:https";
import { json } from "node:stream/consumers";
import { GetObjectCommand, HeadBucketCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { formatDuration } from "../../lib/lease";
import { retryTooManyRequests } from "../../util/retry-too-many-requests";
import type { Environment } from "../environment";
import { EnvProxyAgent, findProxy } from "./proxy-agent";

/** Short-lived credentials of a role. */
export interface Session {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string;
    expiration: Date;
}

/** Who asks AWS: creates clients of one identity in one region, `aws.create(S3Client)`. */
export interface AwsClients {
    create<Client>(clientClass: new (config: AwsClientConfig) => Client): Client;
}

/** The configuration of every AWS client of ours. With AWS_ENDPOINT_URL, bucket names go into the path: such an endpoint has no DNS names for them. */
function buildAwsClientConfig(region: string, credentials?: () => Promise<Session>) {
    const requestHandler = { httpsAgent: new EnvProxyAgent() };
    return {
        region,
        ...(credentials && { credentials }),
        // The SDK hands it to its default credential provider, whose clients for IAM Identity Center take nothing else from here.
        clientConfig: { requestHandler },
        requestHandler,
        forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL),
    };
}
type AwsClientConfig = ReturnType<typeof buildAwsClientConfig>;

/** The clients of whoever has the credentials. @default the shell's */
export const createAwsClients = (
    { region }: Pick<Environment, "region">,
    credentials?: () => Promise<Session>,
): AwsClients => ({ create: (clientClass) => new clientClass(buildAwsClientConfig(region, credentials)) });

/** For `.catch`: a missing object becomes undefined; any other error is thrown again. */
export function ignoreMissingObject(error: unknown): undefined {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
    throw error;
}

/** The content of an object; of its newest version unless one is named. */
export async function readObjectBytes(
    s3: S3Client,
    Bucket: string,
    Key: string,
    VersionId?: string,
): Promise<Uint8Array> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

/** Whether core's state bucket exists, and with it the environment. */
export const hasStateBucket = async ({ stateBucket }: Pick<Environment, "stateBucket">, aws: AwsClients) =>
    (await aws
        .create(S3Client)
        .send(new HeadBucketCommand({ Bucket: stateBucket }))
        .catch(ignoreMissingObject)) !== undefined;

/** The identity of the AWS credentials. Throws when this machine's clock is minutes off: signatures and leases depend on it. */
export async function getCallerIdentity(aws: AwsClients): Promise<{ account: string; arn: string }> {
    const sts = aws.create(STSClient);
    const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({})).catch((error: Error) => {
        throw new Error(formatIdentityError(error));
    });
    assertClockInSync(sts.config.systemClockOffset);
    return { account: Account, arn: Arn };
}

/** AWS accepts no signature further off than this; its SDKs correct their own silently, Pulumi's programs do not. */
const maxClockOffsetMs = 5 * 60_000;

/** `offsetMs`: how far AWS' clock is ahead of this machine's, from the response. */
function assertClockInSync(offsetMs: number): void {
    if (Math.abs(offsetMs) < maxClockOffsetMs) return;
    throw new Error(
        `this machine's clock is ${formatDuration(Math.abs(offsetMs))} ${offsetMs > 0 ? "behind" : "ahead of"} AWS': ` +
            "let it set its time from the network, in its date and time settings; otherwise leases end at the wrong time.",
    );
}

/** AWS' own errors have a name and a status; an error without them comes from the network. */
function formatIdentityError(error: Error & { code?: string; $metadata?: { httpStatusCode?: number } }): string {
    if (error.name === "CredentialsProviderError")
        return `there are no AWS credentials (${error.message}): log in first, for example with aws sso login.`;
    if (error.$metadata?.httpStatusCode)
        return `AWS rejected the credentials (${error.name}: ${error.message}): log in first, for example with aws sso login.`;
    const { AWS_ENDPOINT_URL: endpoint } = process.env;
    return (
        `${endpoint ?? "AWS"} does not answer (${error.code ?? error.name}: ${error.message}): ` +
        (endpoint ? "start the local cloud with ./devmin sandbox start, or " : "") +
        `check the network${formatProxyHint(endpoint ?? "https://amazonaws.com")}.`
    );
}

/** The proxy in between, if there is one, as the end of a sentence. */
function formatProxyHint(url: string): string {
    const { hostname, port } = new URL(url);
    const proxy = findProxy(hostname, port || undefined);
    return proxy
        ? `, and HTTPS_PROXY, which is ${removeCredentials(proxy)}; if the proxy has its own certificate authority, set AWS_CA_BUNDLE`
        : "";
}

const removeCredentials = (url: string) => url.replace(/\/\/.*@/, "//");

/** The ARN of the AWS credentials. Throws for another account's, before anything is created. */
export async function requireCallerArn(env: Pick<Environment, "account" | "stack">, aws: AwsClients): Promise<string> {
    const { account, arn } = await getCallerIdentity(aws);
    if (account !== env.account) {
        throw new Error(
            `the AWS credentials belong to account ${account}, but the stack ${env.stack} is for ${env.account}: ` +
                "log in to that account, or change devmin-core:account in core's stack configuration.",
        );
    }
    return arn;
}

/** Throws when the shell's Confluent Cloud API key is missing or rejected. */
export async function assertConfluentAccess(endpoint: string): Promise<void> {
    await callConfluentApi(endpoint, "/org/v2/environments?page_size=1");
}

/** An API key of Confluent Cloud, with its secret. */
export interface ConfluentApiKey {
    key: string;
    secret: string;
}

/** Sends a GET request to the Confluent Cloud API, by default with the shell's key. Throws a sentence when it is refused. */
export async function callConfluentApi<T>(endpoint: string, path: string, apiKey?: ConfluentApiKey): Promise<T> {
    return (await json(await sendConfluentRequest(endpoint, path, { accepted: [200], apiKey }))) as T;
}

/** Asks whether the shell's key may read something: 200, 404 when it is gone, 403. Throws a sentence for any other answer. */
export async function getConfluentStatus(endpoint: string, path: string): Promise<number | undefined> {
    const response = await sendConfluentRequest(endpoint, path, { accepted: [200, 403, 404] });
    response.resume();
    return response.statusCode;
}

/** Deletes something with the shell's key. Throws a sentence when it is refused. */
export async function deleteFromConfluent(endpoint: string, path: string): Promise<void> {
    (await sendConfluentRequest(endpoint, path, { method: "DELETE", accepted: [200, 204] })).resume();
}

async function sendConfluentRequest(
    endpoint: string,
    path: string,
    {
        method = "GET",
        accepted,
        apiKey: { key, secret } = readCloudApiKey(),
    }: { method?: string; accepted: readonly number[]; apiKey?: ConfluentApiKey },
): Promise<IncomingMessage> {
    const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
    const response = await retryTooManyRequests(
        () => sendRequest(method, endpoint + path, authorization),
        (answer) => {
            if (answer.statusCode === 429) answer.resume(); // an answer that nobody reads keeps its connection
            return { status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] };
        },
    ).catch((error: Error) => {
        throw new Error(
            `${endpoint} does not answer (${error.message}): check the network${formatProxyHint(endpoint)}.`,
        );
    });
    if (!accepted.includes(response.statusCode ?? 0)) {
        response.destroy();
        throw new Error(formatConfluentRefusal(endpoint, `${method} ${path}`, key, response.statusCode ?? 0));
    }
    return response;
}

function readCloudApiKey(): ConfluentApiKey {
    const { CONFLUENT_CLOUD_API_KEY: key, CONFLUENT_CLOUD_API_SECRET: secret } = process.env;
    if (key && secret) return { key, secret };
    throw new Error(
        "CONFLUENT_CLOUD_API_KEY and CONFLUENT_CLOUD_API_SECRET are not both set: create a Cloud API key (scope: cloud resource management) and export both.",
    );
}

/** A key that is wrong, one that may too little, and a Confluent Cloud that is not well are mended differently. */
function formatConfluentRefusal(endpoint: string, request: string, key: string, status: number): string {
    if (status === 401)
        return `Confluent Cloud rejected the key ${key} with status 401: it must be a Cloud API key (scope: cloud resource management) with its own secret.`;
    if (status === 403)
        return `Confluent Cloud does not allow the key ${key} ${request} (status 403): its owner needs the role OrganizationAdmin, or use the key of someone who has it.`;
    if (status === 429)
        return `${endpoint} answers that there are too many requests: wait a minute, then run the command again.`;
    return `${endpoint} answers ${request} with status ${status}, which is not about the key: see status.confluent.cloud, then run the command again.`;
}

/** Sends a request without a body; the response's is not read yet. `fetch` would bypass the shell's proxy. */
function sendRequest(method: string, url: string, authorization: string): Promise<IncomingMessage> {
    const agent = new EnvProxyAgent();
    const options = { method, agent, headers: { authorization }, signal: AbortSignal.timeout(15_000) };
    return new Promise((resolve, reject) => {
        // `get` ends the request by itself, whatever its method.
        (url.startsWith("https:") ? getSecurely : get)(url, options, resolve).once("error", reject);
    });
}
