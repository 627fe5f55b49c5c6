/** Does this bucket policy refuse everybody everything that does not come over TLS, for the bucket and its objects? */
export function refusesPlainHttp(policy: unknown, bucket: string): boolean {
    const document = typeof policy === "string" ? parsed(policy) : policy;
    const statements = listOf((document as { Statement?: unknown } | undefined)?.Statement);
    return statements.some((statement) => isTheRefusal(statement as Statement, bucket));
}

interface Statement {
    Effect?: unknown;
    Principal?: unknown;
    Action?: unknown;
    Resource?: unknown;
    Condition?: unknown;
}

/** A further condition, or a narrower principal, action or resource, would let something through: then it is not the one. */
function isTheRefusal(statement: Statement, bucket: string): boolean {
    const principals = listOf((statement?.Principal as { AWS?: unknown })?.AWS ?? statement?.Principal);
    const resources = listOf(statement?.Resource).map((arn) => String(arn).replace(/^arn:aws[a-z-]*:s3:::/, ""));
    return (
        statement?.Effect === "Deny" &&
        principals.includes("*") &&
        listOf(statement.Action).some((action) => action === "*" || action === "s3:*") &&
        [bucket, `${bucket}/*`].every((wanted) => resources.includes(wanted) || resources.includes("*")) &&
        /^\{"bool(ifexists)?":\{"aws:securetransport":\[?"?false"?\]?\}\}$/i.test(
            JSON.stringify(statement.Condition) ?? "",
        )
    );
}

const listOf = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat());

/** A policy that is no JSON refuses nothing. */
function parsed(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined;
    }
}
