import { retryTooManyRequests } from "../../../util/retry-too-many-requests";
import { assertLoopback } from "../assert-loopback";
import type { CallContext, Props, ResourceType } from "../resource-type";

/** What to do when the provider would reach a real account. */
export const remedy =
    "set confluentcloud:endpoint to the local cloud's; for a real account use a shell without local-cloud/providers/bin on PATH";

/** The Cloud API with the provider's key, and Kafka REST with a resource's. */
export class ConfluentCloud {
    constructor(
        readonly config: ConfluentConfig,
        readonly context: CallContext,
        private readonly resource: KafkaProps = {},
    ) {}

    scopeTo(resource: KafkaProps, call: CallContext): ConfluentCloud {
        return new ConfluentCloud(this.config, call, resource);
    }

    get endpoint(): string {
        return (this.config.endpoint ?? "https://api.confluent.cloud").replace(/\/$/, "");
    }

    /** Calls the Cloud API. A GET of a missing resource (404, or 403 for some) returns undefined; other calls throw. */
    callCloudApi<Answer = Props>(method: "GET", path: string): Promise<Answer | undefined>;
    callCloudApi<Answer = Props>(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Answer>;
    callCloudApi(method: string, path: string, body?: unknown): Promise<unknown> {
        const {
            cloudApiKey = process.env.CONFLUENT_CLOUD_API_KEY,
            cloudApiSecret = process.env.CONFLUENT_CLOUD_API_SECRET,
        } = this.config;
        const isNotFound = (status: number, text: string) =>
            status === 404 || (status === 403 && !text.includes("invalid API key"));
        const key = { key: cloudApiKey, secret: cloudApiSecret };
        return this.request(method, this.endpoint + path, key, body, method === "GET" ? isNotFound : () => false);
    }

    /** Calls a cluster's Kafka REST API; the provider's settings take precedence over the resource's. A GET returns undefined for 404. */
    callKafkaRest<Answer = Props>(method: "GET", cluster: string, path: string): Promise<Answer | undefined>;
    callKafkaRest<Answer = Props>(
        method: "POST" | "PATCH" | "DELETE",
        cluster: string,
        path: string,
        body?: unknown,
    ): Promise<Answer>;
    callKafkaRest(method: string, cluster: string, path: string, body?: unknown): Promise<unknown> {
        const { kafkaApiKey: key, kafkaApiSecret: secret, kafkaRestEndpoint } = readKafkaSettings(this.config);
        const rest = kafkaRestEndpoint ?? this.resource.restEndpoint ?? this.resource.httpEndpoint;
        if (!rest)
            throw new Error(
                "restEndpoint is not set; set it to the cluster's restEndpoint, or kafkaRestEndpoint on the provider.",
            );
        const url = `${rest.replace(/\/$/, "")}/kafka/v3/clusters/${cluster}${path}`;
        const credentials = key ? { key, secret } : (this.resource.credentials ?? {});
        const isNotFound = (status: number) => method === "GET" && status === 404;
        return this.request(method, url, credentials, body, isNotFound);
    }

    /** The cluster of a topic or an ACL: the provider's, or else the resource's. */
    get cluster(): string {
        const id = readKafkaSettings(this.config).kafkaId ?? this.resource.kafkaCluster?.id;
        if (!id)
            throw new Error("kafkaCluster is not set; set it to { id } of the cluster, or kafkaId on the provider.");
        return id;
    }

    async getStatus(url: string, key: ApiKey): Promise<number> {
        return (await this.send("GET", url, key)).status;
    }

    private async request(
        method: string,
        url: string,
        key: ApiKey,
        body: unknown,
        isNotFound: (status: number, text: string) => boolean,
    ): Promise<unknown> {
        const response = await this.send(method, url, key, body);
        const text = await response.text();
        if (isNotFound(response.status, text)) return undefined;
        const answer = text ? JSON.parse(text) : {};
        if (response.ok) return answer;
        const why = answer.errors?.[0]?.detail ?? answer.message ?? text;
        // The status as the official provider words it: `401 Unauthorized: …`.
        throw new Error(`${method} ${new URL(url).pathname}: ${response.status} ${response.statusText}: ${why}`);
    }

    /** Throws unless the URL is on loopback: a topic in a real cluster names its own endpoint. */
    private async send(method: string, url: string, { key, secret }: ApiKey, body?: unknown): Promise<Response> {
        assertLoopback(url, remedy);
        const basic = key && secret && `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
        const request = () =>
            fetch(url, {
                method,
                headers: {
                    Accept: "application/json",
                    ...(basic && { Authorization: basic }),
                    ...(body !== undefined && { "Content-Type": "application/json" }),
                },
                body: body === undefined ? undefined : JSON.stringify(body),
                signal: AbortSignal.any([this.context.signal, AbortSignal.timeout(60_000)]),
            });
        return retryTooManyRequests(request, describeResponse);
    }
}

const describeResponse = ({ status, headers }: Response) => ({ status, retryAfter: headers.get("retry-after") });

interface ApiKey {
    key?: string;
    secret?: string;
}

/** The provider's settings that the offline provider reads. */
export interface ConfluentConfig extends Props {
    endpoint?: string;
    cloudApiKey?: string;
    cloudApiSecret?: string;
    kafkaId?: string;
    kafkaRestEndpoint?: string;
    kafkaApiKey?: string;
    kafkaApiSecret?: string;
}

/** A topic's or an ACL's cluster, endpoint and credentials. */
export interface KafkaProps {
    kafkaCluster?: { id: string };
    restEndpoint?: string;
    httpEndpoint?: string;
    credentials?: ApiKey;
}

function readKafkaSettings({ kafkaId, kafkaRestEndpoint, kafkaApiKey, kafkaApiSecret }: ConfluentConfig) {
    const { KAFKA_ID, KAFKA_REST_ENDPOINT, KAFKA_API_KEY, KAFKA_API_SECRET } = process.env;
    return {
        kafkaId: kafkaId ?? KAFKA_ID,
        kafkaRestEndpoint: kafkaRestEndpoint ?? KAFKA_REST_ENDPOINT,
        kafkaApiKey: kafkaApiKey ?? KAFKA_API_KEY,
        kafkaApiSecret: kafkaApiSecret ?? KAFKA_API_SECRET,
    };
}

/** Like the official provider, refuses a partly configured Kafka connection. */
export function assertKafkaSettings(config: ConfluentConfig): void {
    const { kafkaId: _id, ...rest } = readKafkaSettings(config);
    const missing = Object.entries(rest).filter(([, value]) => !value);
    if (missing.length === 0 || missing.length === 3) return;
    const names = missing.map(([name]) => name).join(", ");
    throw new Error(`kafkaApiKey, kafkaApiSecret and kafkaRestEndpoint go together, but ${names} is not set.`);
}

/** A table entry, typed by the official SDK's declarations of the same type. */
export function defineConfluentType<Args, State>(
    type: ResourceType<ConfluentCloud, Args, State>,
): ResourceType<ConfluentCloud> {
    return type as unknown as ResourceType<ConfluentCloud>;
}
