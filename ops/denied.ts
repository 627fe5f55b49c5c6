/** What AWS says where a policy of the caller's own denies, and does not merely leave out. */
const denial = /with an explicit deny in an identity-based policy/;

/** What to look at after such an answer: nothing but the spent budget hangs a deny on a role of devmin's. */
export function reasonFor(error: Error): string {
    const { output = "" } = error as { output?: string }; // all that Pulumi said, of which its message is the end
    return denial.test(`${error.message}\n${output}`)
        ? "\nIf the month's budget is spent, demo's deployer may take down and bring up nothing: ./devmin budget tells, ./devmin budget release ends it."
        : "";
}
