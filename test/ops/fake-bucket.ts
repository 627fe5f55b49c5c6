import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { Environment } from "../../ops/environment";
import { startFakeAws } from "./fake-aws-clients";

/** The auditor, so that there is no role left to assume. */
const caller = "arn:aws:sts::123456789012:assumed-role/devmin-core-dev-auditor-123456789012-eu-central-1/devmin";
const identity =
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${caller}</Arn><Account>123456789012</Account>` +
    "</GetCallerIdentityResult></GetCallerIdentityResponse>";

/** A version of an object as S3 lists it; the newest first. */
export interface FakeObjectVersion {
    key: string;
    id: string;
    body: string;
}

/** The AWS that states and audit log use: buckets with objects by key and their versions. `written`: what was put, with its condition. */
export async function startFakeBucket(objects: Record<string, string>, versions: FakeObjectVersion[] = []) {
    const written: { key: string; body: string; ifNoneMatch: unknown }[] = [];
    const close = await startFakeAws(async (request, response) => {
        const body = await text(request);
        const [status, answer] = buildResponse(request, body);
        const version = versions.find(({ key }) => request.url?.includes(key))?.id;
        const headers = { "content-type": "application/xml", ...(version && { "x-amz-version-id": version }) };
        response.writeHead(status, headers).end(answer);
    });
    function buildResponse({ method, url = "", headers }: IncomingMessage, body: string): [number, string] {
        const { pathname, searchParams: query } = new URL(url, "http://it");
        const key = decodeURIComponent(pathname).split("/").slice(2).join("/");
        if (method === "POST") return [200, identity];
        if (method === "PUT") {
            written.push({ key, body, ifNoneMatch: headers["if-none-match"] });
            return [200, ""];
        }
        if (query.has("list-type")) return [200, "<ListBucketResult></ListBucketResult>"];
        if (query.has("versions")) {
            const rows = versions
                .filter((each) => each.key.startsWith(query.get("prefix") ?? ""))
                .map(
                    (each) =>
                        `<Version><Key>${each.key}</Key><VersionId>${each.id}</VersionId>` +
                        "<LastModified>2026-11-24T10:00:00.000Z</LastModified></Version>",
                );
            return [200, `<ListVersionsResult>${rows.join("")}</ListVersionsResult>`];
        }
        const found = query.has("versionId")
            ? versions.find((each) => each.key === key && each.id === query.get("versionId"))?.body
            : objects[key];
        return found === undefined ? [404, "<Error><Code>NoSuchKey</Code></Error>"] : [200, found];
    }
    const session = { accessKeyId: "AKIA", secretAccessKey: "it", sessionToken: "it", expiration: new Date() };
    const env = {
        root: process.cwd(),
        stack: "dev",
        account: "123456789012",
        region: "eu-central-1",
        stateBucket: "states",
        evidenceBucket: "evidence",
        credentials: async () => session,
    } as Environment;
    return { env, written, close };
}

/** A state file with these resources. */
export const formatState = (resources: object[]) =>
    JSON.stringify({ version: 3, checkpoint: { latest: { resources } } });
