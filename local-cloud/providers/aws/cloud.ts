import { assertLoopback } from "../assert-loopback";
import type { CallContext, Props, ResourceType } from "../resource-type";

/** What to do when the provider would reach a real account. */
export const remedy =
    "source .sandbox/env, which sets AWS_ENDPOINT_URL; for a real account use a shell without local-cloud/providers/bin on PATH";

/** AWS with a resource's region, the provider's credentials and the endpoint in AWS_ENDPOINT_URL. */
export class AwsCloud {
    constructor(
        readonly config: AwsConfig,
        readonly region: string,
        readonly context: CallContext,
        private readonly clients = new Map<string, Map<unknown, unknown>>(),
    ) {}

    /** The same cloud in another region and for another call; clients are shared. */
    scopeTo(region: string | undefined, call: CallContext): AwsCloud {
        return new AwsCloud(this.config, region ?? this.region, call, this.clients);
    }

    get endpoint(): string {
        return process.env.AWS_ENDPOINT_URL || `https://${this.region}.amazonaws.com`;
    }

    /**
     * One client for each service and region, made when first used. Throws unless AWS_ENDPOINT_URL is on loopback; the endpoint is
     * given explicitly, because the SDK prefers AWS_ENDPOINT_URL_<SERVICE>, or ignores both when it is told to.
     */
    getClient<Client>(Service: new (config: object) => Client, endpoint = this.endpoint): Client {
        assertLoopback(this.endpoint, remedy);
        const { accessKey, secretKey, token } = this.config;
        const regionClients = this.clients.get(this.region) ?? new Map<unknown, unknown>();
        this.clients.set(this.region, regionClients);
        if (!regionClients.has(Service)) {
            const settings = {
                region: this.region,
                endpoint,
                forcePathStyle: true,
                requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
                ...(accessKey && {
                    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token },
                }),
            };
            regionClients.set(Service, new Service(settings));
        }
        return regionClients.get(Service) as Client;
    }

    async getCallerIdentity(): Promise<{ Account: string; Arn: string; UserId: string }> {
        const { GetCallerIdentityCommand, STSClient } =
            require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
        const seen = await this.getClient(STSClient).send(new GetCallerIdentityCommand());
        return { Account: seen.Account ?? "", Arn: seen.Arn ?? "", UserId: seen.UserId ?? "" };
    }
}

/** The provider's settings that the offline provider reads. */
export interface AwsConfig extends Props {
    region?: string;
    accessKey?: string;
    secretKey?: string;
    token?: string;
    allowedAccountIds?: string[];
    forbiddenAccountIds?: string[];
    defaultTags?: { tags?: Record<string, string> };
}

/** A table entry, typed by the official SDK's declarations of the same type. */
export function defineAwsType<Args, State>(type: ResourceType<AwsCloud, Args, State>): ResourceType<AwsCloud> {
    return type as unknown as ResourceType<AwsCloud>;
}

/** S3 says NoSuchBucket, EC2 InvalidVpcID.NotFound, IAM NoSuchEntity, ECS ClusterNotFoundException. */
export function isNotFound(error: unknown): boolean {
    const { name = "", Code = "" } = error as { name?: string; Code?: string };
    return /NotFound|NoSuch|DoesNotExist/.test(`${name} ${Code}`);
}

/** Undefined for "not found", where that means "none" and not "the resource is gone". */
export async function ignoreNotFound<T>(question: Promise<T>): Promise<T | undefined> {
    try {
        return await question;
    } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
    }
}
