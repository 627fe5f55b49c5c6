import { parseStatements, toList, type UncheckedStatement } from "./iam-document";

/** Whether a bucket policy denies every principal all actions without TLS, on the bucket and its objects. */
export const isTlsOnly = (policy: unknown, bucket: string): boolean =>
    (parseStatements(policy) ?? []).some((statement) => isTlsOnlyStatement(statement, bucket));

/** False for a statement with another condition, or a narrower principal, action or resource, as it would allow some requests. */
function isTlsOnlyStatement(statement: UncheckedStatement, bucket: string): boolean {
    const principals = toList((statement?.Principal as { AWS?: unknown })?.AWS ?? statement?.Principal);
    const resources = toList(statement?.Resource).map((arn) => String(arn).replace(/^arn:aws[a-z-]*:s3:::/, ""));
    return (
        statement?.Effect === "Deny" &&
        principals.some((principal) => String(principal) === "*") &&
        toList<unknown>(statement.Action).some((action) => action === "*" || action === "s3:*") &&
        [bucket, `${bucket}/*`].every((wanted) => resources.includes(wanted) || resources.includes("*")) &&
        /^\{"bool(ifexists)?":\{"aws:securetransport":\[?"?false"?\]?\}\}$/i.test(
            JSON.stringify(statement.Condition) ?? "",
        )
    );
}
