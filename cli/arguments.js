// Plain JavaScript: the launcher refuses wrong arguments before it installs anything.
const { parseArgs } = require("node:util");
const { commands } = require("./commands");

/** Wrong arguments: exit code 2, and the message says which are right. */
class UsageError extends Error {}

/** What makes a Pulumi CLI that was built for the local cloud work elsewhere: taken out of the arguments wherever it stands. */
const allowBuiltCli = "--allow-built-cli";

/**
 * Reads `NAME POSITIONALS --options` by the command table.
 *
 * @param {readonly string[]} argv
 * @returns {import("./command").CommandLine}
 * @throws {UsageError} for an unknown command or option, a missing or unexpected argument, or one that is not among its choices
 */
function parseCommandLine(argv) {
    const { name, args } = splitCommandLine(argv);
    if (!Object.hasOwn(commands, name)) {
        throw new UsageError(
            `unknown command ${JSON.stringify(name)}${suggest(name, [...Object.keys(commands), "--help", "--version"])} ` +
                "./devmin --help lists the commands; options follow the command.",
        );
    }
    const { positionals: wanted = [], options: known = {} } = commands[name];
    const { values, positionals } = readOptions(args, known);
    checkPositionals(positionals, wanted);
    return { name, args: positionals, options: values, allowsBuiltCli: argv.includes(allowBuiltCli) };
}

/** @param {readonly string[]} argv */
function splitCommandLine(argv) {
    const [first = "", ...rest] = argv.filter((argument) => argument !== allowBuiltCli);
    if (first !== "help") return { name: first, args: rest };
    const [name = "", ...args] = rest; // a question about a command that there is not
    return { name, args };
}

function readOptions(args, known) {
    const options = Object.fromEntries(
        Object.entries(known).map(([option, { value, default: fallback }]) => [
            option,
            { type: value ? "string" : "boolean", ...(fallback !== undefined && { default: fallback }) },
        ]),
    );
    const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
    const given = new Set();
    for (const token of tokens) {
        if (token.kind !== "option") continue;
        const spec = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
        if (!spec) {
            const names = Object.keys(known).map((option) => `--${option}`);
            throw new UsageError(
                `unknown option ${JSON.stringify(token.rawName)}${suggest(token.rawName, [...names, "--help"])} ` +
                    (names.length ? `Allowed: ${names.join(", ")}.` : "This command has no options."),
            );
        }
        const isMissing =
            spec.value && (token.value === undefined || (!token.inlineValue && token.value.startsWith("-")));
        if (isMissing) {
            const found = token.value === undefined ? "" : `, ${JSON.stringify(token.value)} was given`;
            throw new UsageError(`option --${token.name} needs a value: --${token.name} ${spec.value}${found}.`);
        }
        if (spec.choices && !spec.choices.includes(token.value))
            throw new UsageError(
                `unknown ${spec.value} of --${token.name} ${JSON.stringify(token.value)}${suggest(token.value, spec.choices)} ` +
                    `Allowed: ${spec.choices.join(", ")}.`,
            );
        if (given.has(token.name)) throw new UsageError(`option --${token.name} is given twice.`);
        given.add(token.name);
        if (!spec.value && token.value !== undefined) throw new UsageError(`option --${token.name} takes no value.`);
    }
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}

function checkPositionals(positionals, wanted) {
    const last = wanted.at(-1);
    positionals.forEach((given, index) => {
        const spec = wanted[index] ?? (last?.repeated ? last : undefined);
        if (!spec || given === "") throw new UsageError(`unexpected argument ${JSON.stringify(given)}.`);
        if (!spec.choices || spec.choices.includes(given)) return;
        const what = spec.choices.includes(spec.name) ? "argument" : spec.name;
        throw new UsageError(
            `unknown ${what} ${JSON.stringify(given)}${suggest(given, spec.choices)} Allowed: ${spec.choices.join(", ")}.`,
        );
    });
    const missing = wanted[positionals.length];
    if (!missing || missing.optional) return;
    throw new UsageError(
        `missing argument ${missing.name}${missing.choices ? `: one of ${missing.choices.join(", ")}` : ""}.`,
    );
}

/** The end of a sentence: `; did you mean "verify"?` for what is at most two letters off or begins like it, else a full stop. */
function suggest(given, names) {
    const near = names
        .map((name) => ({
            name,
            distance: given && name.startsWith(given) ? 0 : measureDistance(given.toLowerCase(), name),
        }))
        .filter(({ name, distance }) => distance <= Math.min(2, Math.floor(name.length / 2)))
        .sort((a, b) => a.distance - b.distance);
    return near[0] ? `; did you mean ${JSON.stringify(near[0].name)}?` : ".";
}

/** How many letters must be added, removed or replaced to make one word of another (Levenshtein). */
function measureDistance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        }
        row = next;
    }
    return row[b.length];
}

module.exports = { parseCommandLine, splitCommandLine, UsageError };
