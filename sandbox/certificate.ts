import { execFile } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { pythonOf } from "./aws/python";
import type { Place } from "./piece";

const run = promisify(execFile);

const folderOf = (home: string) => join(home, "tls");

/** What clients must trust to reach AWS and Kafka here. */
export const caOf = ({ home }: Pick<Place, "home">) => join(folderOf(home), "ca.pem");

export interface Certificate {
    cert: string;
    key: string;
    /** Key and certificate in one file, as a Java program reads them. */
    keystore: string;
}

/**
 * The local cloud's own authority and a server certificate for loopback, made once per sandbox: what trusted it yesterday
 * trusts it today. Python makes them, with a package that the AWS emulator brings along.
 */
export async function makeCertificate({ home, tools }: Pick<Place, "home" | "tools">): Promise<Certificate> {
    const folder = folderOf(home);
    const inside = (name: string) => join(folder, name);
    if (!existsSync(folder)) {
        const making = `${folder}.${process.pid}`;
        await rm(making, { recursive: true, force: true });
        await mkdir(making, { recursive: true, mode: 0o700 });
        const trustme = ["-m", "trustme", "--quiet", "--dir", making, "--identities", "127.0.0.1", "localhost"];
        await run(await pythonOf({ tools }), trustme);
        await rename(join(making, "client.pem"), join(making, "ca.pem"));
        await chmod(join(making, "server.key"), 0o600);
        const [cert, key] = await Promise.all(
            ["server.pem", "server.key"].map((name) => readFile(join(making, name), "utf8")),
        );
        const pkcs8 = createPrivateKey(key as string).export({ type: "pkcs8", format: "pem" });
        await writeFile(join(making, "keystore.pem"), `${pkcs8}${cert}`, { mode: 0o600 });
        await rename(making, folder);
    }
    return { cert: inside("server.pem"), key: inside("server.key"), keystore: inside("keystore.pem") };
}
