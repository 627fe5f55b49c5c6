import type { Call, Props, ResourceType } from "../resource-type";

/** AWS as one resource sees it: its region, the provider's credentials, the endpoint of the environment. */
export class Aws {
    constructor(
        readonly config: AwsConfig,
        readonly region: string,
        readonly call: Call,
        private readonly clients = new Map<string, Map<unknown, unknown>>(),
    ) {}

    /** The same cloud in another region and for another call; clients are shared. */
    in(region: string | undefined, call: Call): Aws {
        return new Aws(this.config, region ?? this.region, call, this.clients);
    }

    get endpoint(): string {
        return process.env.AWS_ENDPOINT_URL ?? `https://${this.region}.amazonaws.com`;
    }

    /** One client for each service and region, made when first used. */
    client<Client>(Service: new (config: object) => Client): Client {
        const { accessKey, secretKey, token } = this.config;
        const here = this.clients.get(this.region) ?? new Map<unknown, unknown>();
        this.clients.set(this.region, here);
        if (!here.has(Service)) {
            const settings = {
                region: this.region,
                forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) || this.config.s3UsePathStyle,
                requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
                ...(accessKey && {
                    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token },
                }),
            };
            here.set(Service, new Service(settings));
        }
        return here.get(Service) as Client;
    }

    async identity(): Promise<{ Account: string; Arn: string; UserId: string }> {
        const { GetCallerIdentityCommand, STSClient } =
            require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
        const seen = await this.client(STSClient).send(new GetCallerIdentityCommand());
        return { Account: seen.Account ?? "", Arn: seen.Arn ?? "", UserId: seen.UserId ?? "" };
    }
}

/** The provider's settings that mean something to the stand-in. */
export interface AwsConfig extends Props {
    region?: string;
    accessKey?: string;
    secretKey?: string;
    token?: string;
    s3UsePathStyle?: boolean;
    allowedAccountIds?: string[];
    forbiddenAccountIds?: string[];
    defaultTags?: { tags?: Record<string, string> };
}

/** A table entry, typed by the official SDK's declarations of the same type. */
export function aws<Args, State>(type: ResourceType<Aws, Args, State>): ResourceType<Aws> {
    return type as unknown as ResourceType<Aws>;
}

/** S3 says NoSuchBucket, EC2 InvalidVpcID.NotFound, IAM NoSuchEntity, ECS ClusterNotFoundException. */
export function isGone(error: unknown): boolean {
    const { name = "", Code = "" } = error as { name?: string; Code?: string };
    return /NotFound|NoSuch|DoesNotExist/.test(`${name} ${Code}`);
}

/** For a question whose "not found" means "none", not "the resource is gone". */
export async function orNone<T>(question: Promise<T>): Promise<T | undefined> {
    try {
        return await question;
    } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
    }
}
