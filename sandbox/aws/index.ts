import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { makeCertificate } from "../certificate";
import type { Piece } from "../piece";
import { tokenHeader, tokenOf } from "../runtime/token";
import { account, clientOf } from "./account";
import { callsOf } from "./calls";
import { installPython, pythonOf } from "./python";

/** The AWS emulator, ministack: signatures and policies are checked, what it holds survives a stop and a kill. */
export const aws: Piece = {
    name: "aws",
    ports: ["aws"],
    install: installPython,

    async command(place) {
        const python = await pythonOf(place);
        const { cert, key } = await makeCertificate(place);
        const folder = join(place.home, "aws");
        for (const name of ["state", "s3", "tmp", "docker"]) {
            await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
        }
        await writeFile(
            join(folder, "docker", "config.json"),
            JSON.stringify({ HttpHeaders: { [tokenHeader]: await tokenOf(place) } }),
            { mode: 0o600 },
        );
        return {
            file: python,
            args: [join(__dirname, "serve.py")],
            env: {
                ...{ GATEWAY_PORT: String(place.ports.aws), BIND_HOST: "127.0.0.1" },
                ...{ USE_SSL: "1", MINISTACK_SSL_CERT: cert, MINISTACK_SSL_KEY: key },
                ...{ AUTH: "true", MINISTACK_ACCOUNT_ID: account.id, MINISTACK_REGION: account.region },
                ...{ PERSIST_STATE: "1", STATE_DIR: join(folder, "state") },
                ...{ S3_PERSIST: "1", S3_DATA_DIR: join(folder, "s3"), TMPDIR: join(folder, "tmp") },
                ...{ DOCKER_HOST: `tcp://127.0.0.1:${place.ports.runtime}`, DOCKER_CONFIG: join(folder, "docker") },
                // A container waits for those it depends on before it counts as started; the client must not give up first.
                MINISTACK_DOCKER_TIMEOUT: "300",
                ...{ IOT_MTLS_ENABLED: "false", SFTP_ENABLED: "false", CALLS: callsOf(place) },
                ...{ PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" },
            },
        };
    },

    async answers(place) {
        const sts = new STSClient({ ...clientOf(place), maxAttempts: 1 });
        try {
            const { Account } = await sts.send(new GetCallerIdentityCommand({}));
            return Account === account.id ? undefined : `it speaks for account ${Account}, not ${account.id}`;
        } catch (error) {
            return reasonOf(error);
        } finally {
            sts.destroy();
        }
    },
};

/** A refused connection has an empty message and says what it is in its code. */
function reasonOf(error: unknown): string {
    const { message, code } = error as NodeJS.ErrnoException;
    return message || code || String(error);
}
