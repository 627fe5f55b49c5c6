import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeFileAtomically } from "../../util/write-file-atomically";
import type { Environment } from "../environment";

/** The last entry that this clone has verified, with everything before it. What is kept here nobody changes from the cloud. */
export interface VerifiedHead {
    number: number;
    sha256: string;
}

const getFile = ({ root, evidenceBucket }: Pick<Environment, "root" | "evidenceBucket">) =>
    join(root, ".devmin", "audit", `${evidenceBucket}.json`);

/** Undefined in a clone that has not verified the log yet. Throws an `Error` that names the file if it is damaged. */
export function readVerifiedHead(env: Environment): VerifiedHead | undefined {
    const file = getFile(env);
    if (!existsSync(file)) return undefined;
    try {
        const { number, sha256 } = JSON.parse(readFileSync(file, "utf8"));
        if (Number.isSafeInteger(number) && /^[0-9a-f]{64}$/.test(sha256)) return { number, sha256 };
    } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
    }
    throw new Error(`${file} is damaged: remove it, and the whole audit log is verified again.`);
}

export function writeVerifiedHead(env: Environment, head: VerifiedHead): void {
    mkdirSync(dirname(getFile(env)), { recursive: true });
    writeFileAtomically(getFile(env), `${JSON.stringify(head)}\n`);
}

/** For an evidence bucket that was created anew. */
export const removeVerifiedHead = (env: Pick<Environment, "root" | "evidenceBucket">) =>
    rmSync(getFile(env), { force: true });
