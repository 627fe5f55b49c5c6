import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ensureCertificate } from "../certificate";
import { ensureRuntimeToken, tokenHeader } from "../ecs/runtime-token";
import type { LocalService } from "../local-service";
import { getCallLogFile } from "./authorization-log";
import { ensureIssuerKey } from "./github-issuer";
import { account, buildClientConfig } from "./local-account";
import { getInterpreter, installPython } from "./python";

/** The AWS emulator, ministack: checks signatures and policies, and its state survives a stop and a kill. */
export const aws: LocalService = {
    name: "aws",
    ports: ["aws"],
    install: installPython,

    async buildCommand(cloud) {
        const python = await getInterpreter(cloud);
        const { cert, key } = await ensureCertificate(cloud);
        const folder = join(cloud.home, "aws");
        for (const name of ["state", "s3", "tmp", "docker"]) {
            await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
        }
        await writeFile(
            join(folder, "docker", "config.json"),
            JSON.stringify({ HttpHeaders: { [tokenHeader]: await ensureRuntimeToken(cloud) } }),
            { mode: 0o600 },
        );
        return {
            file: python,
            args: [join(__dirname, "serve.py")],
            env: {
                ...{ GATEWAY_PORT: String(cloud.ports.aws), BIND_HOST: "127.0.0.1" },
                ...{ USE_SSL: "1", MINISTACK_SSL_CERT: cert, MINISTACK_SSL_KEY: key },
                ...{ AUTH: "true", MINISTACK_ACCOUNT_ID: account.id, MINISTACK_REGION: account.region },
                ...{ PERSIST_STATE: "1", STATE_DIR: join(folder, "state") },
                ...{ S3_PERSIST: "1", S3_DATA_DIR: join(folder, "s3"), TMPDIR: join(folder, "tmp") },
                ...{ DOCKER_HOST: `tcp://127.0.0.1:${cloud.ports.runtime}`, DOCKER_CONFIG: join(folder, "docker") },
                // A container waits for those it depends on before it counts as started; the client must not give up first.
                MINISTACK_DOCKER_TIMEOUT: "300",
                ...{ IOT_MTLS_ENABLED: "false", SFTP_ENABLED: "false", CALLS: getCallLogFile(cloud) },
                WEB_IDENTITY_KEY: ensureIssuerKey(cloud),
                DEVMIN_CONSISTENCY_DELAY: process.env.DEVMIN_CONSISTENCY_DELAY ?? "5",
                DEVMIN_BILLING_ACCESS: process.env.DEVMIN_BILLING_ACCESS ?? "active",
                ...{ PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" },
            },
        };
    },

    async checkHealth(cloud) {
        const sts = new STSClient({ ...buildClientConfig(cloud), maxAttempts: 1 });
        try {
            const { Account } = await sts.send(new GetCallerIdentityCommand({}));
            return Account === account.id ? undefined : `its account is ${Account}, not ${account.id}`;
        } catch (error) {
            return formatConnectionError(error);
        } finally {
            sts.destroy();
        }
    },
};

/** A refused connection has an empty message, and the reason in its code. */
function formatConnectionError(error: unknown): string {
    const { message, code } = error as NodeJS.ErrnoException;
    return message || code || String(error);
}
