import { verifyAuditLog } from "../audit/verify-log";
import type { Check } from "./check";

/** What the checks, the teardowns and the updates before recorded is worth as much as this. */
export const auditLogCheck: Check = {
    claim: "the audit log is as it was written: no entry is changed, hidden, missing or planted",
    layers: ["core"],
    findProblems: async (env, _outputs, { aws, storedLog }) =>
        (await verifyAuditLog(env, aws, { rereads: false, stored: storedLog })).problems,
};
