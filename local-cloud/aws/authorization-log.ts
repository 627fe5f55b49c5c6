import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { LocalCloud } from "../local-service";

/** An authorization check of the emulator: may this principal do this action on this resource, in this context. */
export interface AuthorizationDecision {
    /** ARN of a role, or of the account's root. */
    principal: string;
    /** `ec2:CreateVpc`. */
    action: string;
    resource: string;
    region: string;
    /** The request's condition keys. */
    context: Record<string, string | string[]>;
    allowed: boolean;
}

/** The emulator's log of its checks, or a record of it under a name. */
export const getCallLogFile = ({ home }: Pick<LocalCloud, "home">, record?: string) =>
    join(home, "aws", `calls${record ? `.${record}` : ""}.jsonl`);

/** Records the checks during `run` under a name: the emulator starts a new log meanwhile, and then continues the old one. */
export async function recordCalls<T>(cloud: Pick<LocalCloud, "home">, name: string, run: () => Promise<T>): Promise<T> {
    const [logFile, savedFile] = [getCallLogFile(cloud), getCallLogFile(cloud, "before")];
    renameSync(logFile, savedFile);
    try {
        return await run();
    } finally {
        if (existsSync(logFile)) renameSync(logFile, getCallLogFile(cloud, name));
        renameSync(savedFile, logFile);
    }
}

/** The checks recorded under a name, or all others; each check once. */
export function readCalls(cloud: Pick<LocalCloud, "home">, name?: string): AuthorizationDecision[] {
    const file = getCallLogFile(cloud, name);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    return [...new Set(lines)].map((line) => JSON.parse(line));
}
