/** What to look at after a failure whose own words do not say it. */
const errorHints: readonly { pattern: RegExp; advice: string }[] = [
    {
        // Nothing but the spent budget hangs a deny on a role of devmin's; what a policy merely leaves out reads otherwise.
        pattern: /with an explicit deny in an identity-based policy/,
        advice: "If the month's budget is spent, demo's deployer may take down and bring up nothing: ./devmin budget tells, ./devmin budget release ends it.",
    },
    {
        pattern: /ExpiredToken|token included in the request is expired/,
        advice: "Your credentials ran out on the way: log in and run it again. An update that was cut short goes on with ./devmin recover.",
    },
    {
        pattern: /the stack is currently locked by/,
        advice: "Who holds the lock is named above: wait for it; if that process is gone, ./devmin recover LAYER, and then the same again.",
    },
    {
        pattern: /ENOSPC|no space left on device/i,
        advice: "The disk is full: make room and run it again. An update that was cut short goes on with ./devmin recover.",
    },
];

/** The hint for a failure, on a line of its own; empty where there is none. */
export function formatErrorHint(error: Error): string {
    const { output = "" } = error as { output?: string }; // all that Pulumi said, of which its message is the end
    const hint = errorHints.find(({ pattern }) => pattern.test(`${error.message}\n${output}`));
    return hint ? `\n${hint.advice}` : "";
}
