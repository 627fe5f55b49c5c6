import { readFileSync } from "node:fs";

/**
 * Whether a process with this id exists, whoever owns it. A zombie, which its parent has not waited for yet, counts as ended on
 * Linux; elsewhere it cannot be told from a running process. Ids are reused: the answer may be about a later process.
 */
export function isProcessRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM"; // it belongs to another user
    }
    return !isZombie(pid);
}

function isZombie(pid: number): boolean {
    try {
        return process.platform === "linux" && /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch {
        return false; // without /proc its state is unknown
    }
}
