import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import type { LocalCloud } from "../local-service";
import { callControlApi } from "./control-api";
import { buildClientConfig } from "./local-account";

type Entry = Record<string, unknown>;

interface Exclusion {
    service: string;
    store: string;
    matches: (entry: Entry, key: string, payload: Record<string, unknown>) => boolean;
    reason: string;
}

/** What stays behind in AWS as well after everything is deleted, or changes by itself; each with the reason it does not count. */
export const exclusions: readonly Exclusion[] = [
    {
        service: "ecs",
        store: "tasks",
        matches: ({ lastStatus }) => lastStatus === "STOPPED",
        reason: "a stopped task costs nothing; AWS removes it after an hour, the emulator never",
    },
    {
        service: "ecs",
        store: "services",
        matches: ({ status }) => status === "INACTIVE",
        reason: "a deleted service stays describable for a while",
    },
    {
        service: "ecs",
        store: "clusters",
        matches: ({ status }) => status === "INACTIVE",
        reason: "a deleted cluster stays describable for a while",
    },
    {
        service: "ecs",
        store: "task_defs",
        matches: ({ status }) => status === "INACTIVE",
        reason: "a deregistered task definition is kept and costs nothing",
    },
    {
        service: "ecs",
        store: "task_def_latest",
        matches: () => true,
        reason: "the count of a family's revisions outlives them",
    },
    {
        service: "ecs",
        store: "tags",
        matches: (_, key, payload) => !listLiveArns(payload).has(parseId(key)),
        reason: "what is deregistered, deleted or stopped is kept with its tags",
    },
    {
        service: "ec2",
        store: "nat_gateways",
        matches: ({ State }) => State === "deleted",
        reason: "a deleted NAT gateway stays describable for about an hour",
    },
    {
        service: "iam",
        store: "aws_managed_attachment_counts",
        matches: () => true,
        reason: "the emulator's count of attachments, which are in their roles already",
    },
    {
        service: "cloudwatch_logs",
        store: "log_records",
        matches: () => true,
        reason: "the emulator's index of log lines, which are in their groups already",
    },
];

/** Fields that change when somebody only reads. */
const volatileFields = new Set(["LastAccessedDate", "RoleLastUsed", "lastEventTimestamp", "lastIngestionTime"]);
/** Fields with secrets: shown as digests, so that a change is still a difference. */
const secretFieldPattern = /secret(string|binary|accesskey)|password|_b64$|_pem$|^sessiontoken$/i;

/** Everything the emulator holds, by service, from its saved state: also what no API call here would list. */
export async function dumpAws(cloud: Pick<LocalCloud, "home" | "ports">): Promise<Record<string, unknown>> {
    // The emulator creates the account's default VPC and default schedule group when they are first read.
    await new EC2Client(buildClientConfig(cloud)).send(new DescribeVpcsCommand({}));
    await new SchedulerClient(buildClientConfig(cloud)).send(new ListSchedulesCommand({}));
    await callControlApi(cloud, "save");
    const folder = join(cloud.home, "aws");
    const services: Record<string, unknown> = {};
    for (const file of (await readdir(join(folder, "state"))).filter((name) => name.endsWith(".json")).sort()) {
        const { payload } = JSON.parse(await readFile(join(folder, "state", file), "utf8"));
        const service = file.replace(/\.json$/, "");
        const stores = toStores(service, payload);
        if (Object.keys(stores).length) services[service] = stores;
    }
    const objects = await digestObjects(join(folder, "s3"));
    return { ...services, ...(Object.keys(objects).length && { objects }) };
}

/** A service's non-empty stores; the emulator's scoped keys (account, region and a Python literal) become one readable key. */
export function toStores(service: string, payload: Record<string, unknown>): Record<string, unknown> {
    const stores: Record<string, unknown> = {};
    for (const [store, content] of Object.entries(payload)) {
        if (typeof content !== "object" || content === null) continue;
        const scoped = "__scoped__" in content || "__account_region_scoped__" in content;
        const data = (scoped ? (content as unknown as { data: Entry }).data : content) as Entry;
        const rules = exclusions.filter((rule) => rule.service === service && rule.store === store);
        const entries = Object.entries(data)
            .filter(([key, entry]) => !rules.some(({ matches }) => matches((entry ?? {}) as Entry, key, payload)))
            .map(([key, entry]) => [key.replaceAll("\0", " "), redact(entry)] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1));
        if (entries.length) stores[store] = Object.fromEntries(entries);
    }
    return stores;
}

/** The id in one of the emulator's keys: account, region and the id as a Python literal. */
const parseId = (key: string) => key.split("\0").at(-1)?.replaceAll("'", "") ?? key;

/** The ARNs of ECS resources that are not deleted or stopped. */
function listLiveArns(payload: Record<string, unknown>): Set<unknown> {
    const listEntries = (store: string) =>
        Object.values((payload[store] as { data?: Record<string, Entry> })?.data ?? {});
    return new Set([
        ...["clusters", "services", "task_defs"]
            .flatMap(listEntries)
            .filter(({ status }) => status !== "INACTIVE")
            .flatMap(({ clusterArn, serviceArn, taskDefinitionArn }) => serviceArn ?? taskDefinitionArn ?? clusterArn),
        ...listEntries("tasks")
            .filter(({ lastStatus }) => lastStatus !== "STOPPED")
            .map(({ taskArn }) => taskArn),
    ]);
}

function redact(value: unknown, name = ""): unknown {
    if (typeof value === "string") return secretFieldPattern.test(name) ? toDigest(value) : value;
    if (Array.isArray(value)) return value.map((item) => redact(item, name));
    if (typeof value !== "object" || value === null) return value;
    const fields = Object.entries(value).filter(([field]) => !volatileFields.has(field));
    return Object.fromEntries(fields.map(([field, content]) => [field.replaceAll("\0", " "), redact(content, field)]));
}

const toDigest = (content: string | Buffer) => `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** Digests of objects and their older versions by file: the emulator keeps a body and, beside it, its metadata. */
async function digestObjects(folder: string): Promise<Record<string, string>> {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    const digests = paths.sort().map(async (path) => [path.slice(folder.length + 1), toDigest(await readFile(path))]);
    return Object.fromEntries(await Promise.all(digests));
}
