import { execFile } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { createFolderAtomically } from "../util/create-folder";
import { getInterpreter } from "./aws/python";
import type { LocalCloud } from "./local-service";

const run = promisify(execFile);

const getTlsFolder = (home: string) => join(home, "tls");

/** The CA certificate that clients of AWS and Kafka must trust. */
export const getCaFile = ({ home }: Pick<LocalCloud, "home">) => join(getTlsFolder(home), "ca.pem");

export interface Certificate {
    cert: string;
    key: string;
    /** Key and certificate in one file, as Java reads them. */
    keystore: string;
}

/**
 * The local cloud's own CA and a server certificate for loopback, created once, so that clients go on trusting it. Created with
 * Python's trustme, which is installed with the AWS emulator.
 */
export async function ensureCertificate({ home, tools }: Pick<LocalCloud, "home" | "tools">): Promise<Certificate> {
    const folder = getTlsFolder(home);
    const getFile = (name: string) => join(folder, name);
    if (!existsSync(folder)) {
        await mkdir(home, { recursive: true, mode: 0o700 });
        const interpreter = await getInterpreter({ tools });
        await createFolderAtomically(folder, (partialFolder) => createCertificate(interpreter, partialFolder), {
            mode: 0o700,
        });
    }
    return { cert: getFile("server.pem"), key: getFile("server.key"), keystore: getFile("keystore.pem") };
}

/** Also S3 Control's host with an account before it, as AWS SDKs call it. */
const identities = ["127.0.0.1", "localhost", "*.s3-control.localhost"];

async function createCertificate(interpreter: string, folder: string): Promise<void> {
    const trustme = ["-m", "trustme", "--quiet", "--dir", folder, "--identities", ...identities];
    await run(interpreter, trustme);
    await rename(join(folder, "client.pem"), join(folder, "ca.pem"));
    await chmod(join(folder, "server.key"), 0o600);
    const [cert, key] = await Promise.all(
        ["server.pem", "server.key"].map((name) => readFile(join(folder, name), "utf8")),
    );
    const pkcs8 = createPrivateKey(key as string).export({ type: "pkcs8", format: "pem" });
    await writeFile(join(folder, "keystore.pem"), `${pkcs8}${cert}`, { mode: 0o600 });
}
