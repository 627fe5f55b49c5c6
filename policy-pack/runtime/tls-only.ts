import { parseStatements, toList, type UncheckedStatement } from "./iam-document";

/** Does this bucket policy refuse everybody everything that does not come over TLS, for the bucket and its objects? */
export const isTlsOnly = (policy: unknown, bucket: string): boolean =>
    (parseStatements(policy) ?? []).some((statement) => isTlsOnlyStatement(statement, bucket));

/** A further condition, or a narrower principal, action or resource, would let something through: then it is not the one. */
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
