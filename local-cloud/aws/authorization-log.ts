import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { LocalCloud } from "../local-service";

/** A question the emulator asked about a call: may this principal do that to this resource, in this context. */
export interface AuthorizationDecision {
    /** ARN of a role, or of the account's root. */
    principal: string;
    /** `ec2:CreateVpc`. */
    action: string;
    resource: string;
    region: string;
    /** Condition keys the request brought along. */
    context: Record<string, string | string[]>;
    allowed: boolean;
}

/** Where the emulator writes down what it asked; or what of it was recorded under a name. */
export const getCallLogFile = ({ home }: Pick<LocalCloud, "home">, record?: string) =>
    join(home, "aws", `calls${record ? `.${record}` : ""}.jsonl`);

/** Records under a name what is asked while something is done: the emulator starts its log anew meanwhile, and then goes on with it. */
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

/** What was asked of this local cloud since it was made and not recorded under a name, or what was; each question once. */
export function readCalls(cloud: Pick<LocalCloud, "home">, name?: string): AuthorizationDecision[] {
    const file = getCallLogFile(cloud, name);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    return [...new Set(lines)].map((line) => JSON.parse(line));
}
