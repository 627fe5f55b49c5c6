// Plain JavaScript: the launcher prints help before anything is installed.
const { groups, commands } = require("./commands");

const globalOptions = [
    ["-h, --help", "show help; ./devmin COMMAND --help shows a command's"],
    ["--version", "show the version"],
    ["--allow-built-cli", "let a Pulumi CLI that was built for the local cloud work on a real account"],
];

/** The exit codes of every command, as the help prints them. */
const exitCodes = [
    ["0", "done"],
    ["1", "refused or failed; the message says what to do"],
    ["2", "wrong arguments"],
    ["130", "interrupted"],
];

/** All commands, grouped by what one wants to do; at most 100 columns. */
function formatHelp() {
    const width = Math.max(...Object.keys(commands).map((name) => name.length));
    return [
        "devmin: a cost-safe dev environment on AWS and Confluent Cloud",
        "",
        "Usage: ./devmin COMMAND [ARGUMENTS] [OPTIONS]",
        ...groups.flatMap((group) => [
            "",
            `${group.title}:`,
            ...Object.entries(group.commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
        ]),
        "",
        "Options:",
        ...formatTable(globalOptions),
        "",
        "Exit codes:",
        ...formatTable(exitCodes),
        "",
        "Docs: README.md, docs/runbook.md when something is wrong.",
    ].join("\n");
}

/** One command: usage, arguments, options, examples. */
function formatCommandHelp(name) {
    const { summary, positionals = [], options = {}, examples } = commands[name];
    const rows = Object.entries(options).map(([option, { value, description, default: fallback }]) => [
        value ? `--${option} ${value}` : `--${option}`,
        fallback === undefined ? description : `${description} (default: ${fallback})`,
    ]);
    const named = positionals.filter(({ name: argument, choices }) => choices && choices[0] !== argument);
    return [
        `${summary}.`,
        "",
        formatUsage(name),
        ...(named.length
            ? [
                  "",
                  "Arguments:",
                  ...formatTable(named.map(({ name: argument, choices }) => [argument, choices.join(", ")])),
              ]
            : []),
        "",
        "Options:",
        ...formatTable([...rows, ["-h, --help", "show this help"]]),
        "",
        "Examples:",
        ...examples.map((example) => `  ${example}`),
    ].join("\n");
}

/** `Usage: ./devmin up [LAYER...] [--lease DURATION] [--yes]` */
function formatUsage(name) {
    const { positionals = [], options = {} } = commands[name];
    const parts = [
        ...positionals.map(({ name: argument, optional, repeated }) => {
            const shown = repeated ? `${argument}...` : argument;
            return optional ? `[${shown}]` : shown;
        }),
        ...Object.entries(options).map(([option, { value }]) => `[--${option}${value ? ` ${value}` : ""}]`),
    ];
    return `Usage: ./devmin ${[name, ...parts].join(" ")}`;
}

function formatTable(rows) {
    const width = Math.max(...rows.map(([left]) => left.length));
    return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

/**
 * What `--help`, `-h`, `help`, `--version` or no command prints, wherever the option stands; undefined for every other call.
 *
 * @param {readonly string[]} args
 * @param {string} version
 * @returns {{ text: string, name?: string } | undefined} the command it is about, if it is about one
 */
function findAnswer(args, version) {
    if (args.includes("--version")) return { text: `devmin ${version}` };
    const words = args.filter((argument) => !argument.startsWith("-"));
    const isQuestion = words[0] === "help" || args.includes("--help") || args.includes("-h");
    const [name] = words[0] === "help" ? words.slice(1) : words;
    if (name === undefined) return isQuestion || args.every(isGlobalOption) ? { text: formatHelp() } : undefined;
    return isQuestion && Object.hasOwn(commands, name) ? { text: formatCommandHelp(name), name } : undefined;
}

const isGlobalOption = (argument) => globalOptions.some(([option]) => option === argument);

module.exports = { findAnswer, formatCommandHelp, formatHelp, formatUsage };
