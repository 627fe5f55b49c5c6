import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { getCaFile } from "../certificate";
import type { LocalCloud } from "../local-service";

/** The one account and region of the local cloud; key and secret `test` are its root. */
export const account = { id: "000000000000", region: "us-east-1", key: "test", secret: "test" } as const;

export const getAwsEndpoint = ({ ports }: Pick<LocalCloud, "ports">) => `https://127.0.0.1:${ports.aws}`;

const s3ControlHost = "s3-control.localhost";

/** The endpoint of S3 Control for the official provider, whose SDK calls the host below, and not 127.0.0.1. */
export const getS3ControlEndpoint = ({ ports }: Pick<LocalCloud, "ports">) => `https://${s3ControlHost}:${ports.aws}`;

/** AWS SDKs put the account before S3 Control's host. */
export const s3ControlAccountHost = `${account.id}.${s3ControlHost}`;

export interface Credentials {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
    expiration?: Date;
}

const rootCredentials: Credentials = { accessKeyId: account.key, secretAccessKey: account.secret };

/** Settings with which an AWS SDK client reaches the emulator: as the account's root, unless other credentials are given. */
export function buildClientConfig(cloud: Pick<LocalCloud, "home" | "ports">, credentials = rootCredentials) {
    return {
        endpoint: getAwsEndpoint(cloud),
        region: account.region,
        credentials,
        requestHandler: {
            httpsAgent: new Agent({ ca: readFileSync(getCaFile(cloud)), keepAlive: false }),
            connectionTimeout: 2_000,
            requestTimeout: 10_000,
        },
    };
}
