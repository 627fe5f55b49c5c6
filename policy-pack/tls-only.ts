import { listOf, type Statement, statementsOf } from "./iam-document";

/** Does this bucket policy refuse everybody everything that does not come over TLS, for the bucket and its objects? */
export const refusesPlainHttp = (policy: unknown, bucket: string): boolean =>
    (statementsOf(policy) ?? []).some((statement) => isTheRefusal(statement, bucket));

/** A further condition, or a narrower principal, action or resource, would let something through: then it is not the one. */
function isTheRefusal(statement: Statement, bucket: string): boolean {
    const principals = listOf((statement?.Principal as { AWS?: unknown })?.AWS ?? statement?.Principal);
    const resources = listOf(statement?.Resource).map((arn) => String(arn).replace(/^arn:aws[a-z-]*:s3:::/, ""));
    return (
        statement?.Effect === "Deny" &&
        principals.some((principal) => String(principal) === "*") &&
        listOf<unknown>(statement.Action).some((action) => action === "*" || action === "s3:*") &&
        [bucket, `${bucket}/*`].every((wanted) => resources.includes(wanted) || resources.includes("*")) &&
        /^\{"bool(ifexists)?":\{"aws:securetransport":\[?"?false"?\]?\}\}$/i.test(
            JSON.stringify(statement.Condition) ?? "",
        )
    );
}
