import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { readObjectBytes } from "../ops/clients/aws";
import { layerNames } from "../ops/environment";
import type { Workspace } from "./workspace";

export interface Credential {
    key: string;
    secret: string;
}

/** The encodings in which a secret could be written. */
const secretEncodings: Record<string, (credential: Credential) => string> = {
    raw: ({ secret }) => secret,
    base64: ({ secret }) => Buffer.from(secret).toString("base64"),
    "base64 of key:secret": ({ key, secret }) => Buffer.from(`${key}:${secret}`).toString("base64"),
    "URL-escaped": ({ secret }) => encodeURIComponent(secret),
    "JSON-escaped": ({ secret }) => JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
};

/**
 * Looks for secrets in every version of every object of the state bucket (states, histories, backups), in what Pulumi wrote beside
 * its programs and in its home, and in all logs: of the run's commands, the emulators and the brokers.
 */
export async function findSecretLeaks(
    workspace: Workspace,
    credentials: Credential[],
): Promise<{ leaks: string[]; searched: number }> {
    const sources = [...(await readStateObjects(workspace)), ...readLocalFiles(workspace)];
    const leaks = sources.flatMap(({ name, content }) =>
        credentials.flatMap((credential) => {
            // An encoding that equals a plainer one is searched once.
            const seen = new Set<string>();
            return Object.entries(secretEncodings).flatMap(([how, write]) => {
                const text = write(credential);
                if (seen.has(text)) return [];
                seen.add(text);
                return content.includes(text) ? [`${name}: ${how} of ${credential.key}`] : [];
            });
        }),
    );
    return { leaks, searched: sources.length };
}

interface SearchedContent {
    name: string;
    content: Buffer;
}

async function readStateObjects(workspace: Workspace): Promise<SearchedContent[]> {
    const { env, aws } = workspace.connect();
    const s3 = aws.create(S3Client);
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: env.stateBucket }));
    return Promise.all(
        Versions.map(async ({ Key = "", VersionId }) => ({
            name: `s3://${env.stateBucket}/${Key}?versionId=${VersionId}`,
            content: Buffer.from(await readObjectBytes(s3, env.stateBucket, Key, VersionId)),
        })),
    );
}

function readLocalFiles(workspace: Workspace): SearchedContent[] {
    const folders = [
        workspace.logs,
        ...["logs", "pulumi", "state"].map((name) => join(workspace.home, name)),
        ...layerNames.map((name) => join(workspace.tree, name)),
    ];
    return folders.filter(existsSync).flatMap((folder) =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name))
            .map((name) => ({ name, content: readFileSync(name) })),
    );
}
