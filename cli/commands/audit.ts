import { verifyAuditLog } from "../../ops/audit/verify-log";
import { createRoleClients } from "../../ops/clients/assume-role";
import { readEnvironment } from "../../ops/environment";
import type { CommandCall } from "../command";
import { printJson } from "../output";

/** `./devmin audit verify`, as the auditor: reads every entry again. Exit code 0 only if nobody has changed the log. */
export async function run({ root, options }: CommandCall<{ json?: boolean }>): Promise<void> {
    const env = readEnvironment(root);
    const auditor = await createRoleClients(env, "auditor");
    const { entries, attachments, problems } = await verifyAuditLog(env, auditor, { rereads: true });
    if (options.json) {
        printJson("audit", env.stack, { entries, attachments, problems });
        if (problems.length > 0) process.exitCode = 1;
        return;
    }
    for (const problem of problems) console.log(problem);
    console.log(`${entries} entries and ${attachments} attachments read in ${env.evidenceBucket}`);
    if (problems.length > 0)
        throw new Error(
            `the audit log was changed: ${problems.length} findings above. What to do is in docs/runbook.md, The audit log was changed.`,
        );
    console.log("The audit log is as it was written.");
}
