/**
 * What `--json` prints: one object on standard output, `{ command, stack, data }`, and `{ command, exitCode, error }` when the command
 * fails. Progress and messages go to standard error. docs/cli.md says what `data` is for each command.
 */
export function printJson(command: string, stack: string, data: unknown): void {
    console.log(JSON.stringify({ command, stack, data }, null, 4));
}

export function printJsonError(command: string, error: string, exitCode: number): void {
    console.log(JSON.stringify({ command, exitCode, error }, null, 4));
}
