import type { Statement } from "../../lib/iam-policy";
import { buildArn, buildCoreName, type NamingScope } from "../../lib/names";

/** Read the evidence store, and append entries to the audit log. */
export function buildEvidencePermissions(scope: NamingScope): Statement[] {
    const bucketArn = buildArn(scope, "s3", buildCoreName(scope, "evidence"));
    return [
        { Sid: "ReadEvidence", Effect: "Allow", Action: "s3:GetObject*", Resource: `${bucketArn}/*` },
        { Sid: "AppendEvidence", Effect: "Allow", Action: "s3:PutObject", Resource: `${bucketArn}/chain/*` },
    ];
}
