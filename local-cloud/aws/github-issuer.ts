import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomically } from "../../util/write-file-atomically";
import type { LocalCloud } from "../local-service";

/** The issuer of GitHub Actions' tokens, which the local cloud plays: AWS gets the public key, a workflow the tokens. */
const issuer = "https://token.actions.githubusercontent.com";

const getKeyFile = ({ home }: Pick<LocalCloud, "home">, kind: "private" | "public") =>
    join(home, "aws", `github-issuer-${kind}.pem`);

/** Creates the issuer's key pair if there is none, and returns the file with the public key. */
export function ensureIssuerKey(cloud: Pick<LocalCloud, "home">): string {
    const [privateFile, publicFile] = [getKeyFile(cloud, "private"), getKeyFile(cloud, "public")];
    if (existsSync(publicFile)) return publicFile;
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileAtomically(privateFile, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    writeFileAtomically(publicFile, publicKey.export({ type: "spki", format: "pem" }).toString());
    return publicFile;
}

/**
 * Signs an OIDC token as GitHub does for a workflow's job: valid for five minutes, for AWS.
 *
 * @param claims What differs from job to job: `sub`, `repository_id`, `repository_owner_id`; or what takes the place of a default.
 */
export function signWorkflowToken(cloud: Pick<LocalCloud, "home">, claims: Readonly<Record<string, unknown>>): string {
    const now = Math.floor(Date.now() / 1_000);
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const payload = { iss: issuer, aud: "sts.amazonaws.com", iat: now, exp: now + 300, ...claims };
    const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(payload)}`;
    const key = createPrivateKey(readFileSync(getKeyFile(cloud, "private")));
    return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
}
