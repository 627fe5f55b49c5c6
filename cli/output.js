// Plain JavaScript: the launcher refuses wrong arguments with --json before it installs anything.
const { commands } = require("./commands");

/**
 * What `--json` prints: one object on standard output, `{ command, stack, data }`, and `{ command, exitCode, error }` when the command
 * fails. Progress and messages go to standard error. docs/cli.md says what `data` is for each command.
 *
 * @param {string} command
 * @param {string} stack
 * @param {unknown} data
 */
function printJson(command, stack, data) {
    console.log(JSON.stringify({ command, stack, data }, null, 4));
}

/**
 * What a program that reads standard output gets of a command that failed: `false` where a shell evaluates it, so that `&&` goes no
 * further, and an object where `--json` was given.
 *
 * @param {{ name: string, json: boolean, message: string, exitCode: number }} failure
 */
function printFailure({ name, json, message, exitCode }) {
    const isKnown = Object.hasOwn(commands, name);
    // A misspelt `env` is evaluated as well: what a shell substitutes is no terminal.
    if (isKnown ? commands[name].isEvaluated : !json && !process.stdout.isTTY) console.log("false");
    else if (json) console.log(JSON.stringify({ command: name, exitCode, error: message }, null, 4));
}

module.exports = { printFailure, printJson };
