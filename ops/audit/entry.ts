/** How the operation that an entry records ended. */
export type Verdict = "pass" | "fail";

/** Earlier versions wrote `holds` for `pass` and `broken` for `fail`. Any other text counts as `fail`. */
export const readVerdict = (written: unknown): Verdict => (written === "pass" || written === "holds" ? "pass" : "fail");

/** An object that an entry refers to, with the hash of its content. */
export interface Attachment {
    key: string;
    versionId: string;
    sha256: string;
}

/** An entry of the audit log: what happened, with which code and states, and the hash of the previous entry. */
export interface AuditEntry {
    number: number;
    /** `up`, `verify`, `run`, `rotate`, `destroy`. */
    kind: string;
    at: string;
    /** The caller's ARN. */
    by: string;
    /** The commit of the programs; null outside git. */
    commit: string | null;
    /** Per layer, the S3 version of its state; null when it has none. */
    states: Record<string, string | null>;
    /** SHA-256 of the policy pack's files. */
    policyPack: string;
    verdict: Verdict;
    details: unknown;
    attachments: Attachment[];
    /** SHA-256 of the previous entry, as stored; null for the first. */
    previous: string | null;
}

/** Parses an entry as it is stored. Throws an `Error` if it is not valid JSON. */
export function parseAuditEntry(json: string): AuditEntry {
    const entry = JSON.parse(json);
    return { ...entry, verdict: readVerdict(entry.verdict) };
}
