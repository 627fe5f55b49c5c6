import assert from "node:assert/strict";
import { parseCommandLine, UsageError } from "../../cli/arguments";

describe("a command line", () => {
    const read: [line: string, parsed: { args?: string[]; options?: object }][] = [
        ["up", {}],
        ["up kafka demo --yes", { args: ["kafka", "demo"], options: { yes: true } }],
        ["up --lease 2h demo", { args: ["demo"], options: { lease: "2h" } }],
        ["up --lease=90m", { options: { lease: "90m" } }],
        ["run pulse", { args: ["pulse"], options: { rounds: "3" } }],
        ["lease extend 4h", { args: ["extend", "4h"] }],
        ["sandbox start --providers offline", { args: ["start"], options: { providers: "offline" } }],
        ["env", {}],
    ];
    for (const [line, { args = [], options = {} }] of read) {
        it(`is read: ./devmin ${line}`, () => {
            const [name] = line.split(" ");
            const parsed = parseCommandLine(line.split(" "));
            assert.deepEqual(
                { ...parsed, options: { ...parsed.options } },
                { name, args, options, allowsBuiltCli: false },
            );
        });
    }

    for (const line of ["--allow-built-cli up", "up --allow-built-cli"]) {
        it(`allows a built Pulumi CLI wherever the option stands: ./devmin ${line}`, () => {
            const { name, args, allowsBuiltCli } = parseCommandLine(line.split(" "));
            assert.deepEqual([name, args, allowsBuiltCli], ["up", [], true]);
        });
    }

    const wrong: [line: string, message: string][] = [
        [
            "sandbox start --providers offical",
            'unknown KIND of --providers "offical"; did you mean "official"? Allowed: official, offline.',
        ],
        [
            "verfy",
            'unknown command "verfy"; did you mean "verify"? ./devmin --help lists the commands; options follow the command.',
        ],
        [
            "boot",
            'unknown command "boot"; did you mean "bootstrap"? ./devmin --help lists the commands; options follow the command.',
        ],
        [
            "UP",
            'unknown command "UP"; did you mean "up"? ./devmin --help lists the commands; options follow the command.',
        ],
        ["up --hlp", 'unknown option "--hlp"; did you mean "--help"? Allowed: --lease, --yes.'],
        ["toString", 'unknown command "toString". ./devmin --help lists the commands; options follow the command.'],
        ["up demmo", 'unknown LAYER "demmo"; did you mean "demo"? Allowed: core, kafka, demo.'],
        ["env root", 'unknown ROLE "root". Allowed: kafka, demo, auditor, preview.'],
        ["budget relase", 'unknown argument "relase"; did you mean "release"? Allowed: release.'],
        ["up --leese 4h", 'unknown option "--leese"; did you mean "--lease"? Allowed: --lease, --yes.'],
        ["up -y", 'unknown option "-y". Allowed: --lease, --yes.'],
        ["scp --json", 'unknown option "--json". This command has no options.'],
        ["up --lease", "option --lease needs a value: --lease DURATION."],
        ["up --lease --yes", 'option --lease needs a value: --lease DURATION, "--yes" was given.'],
        [
            "help verfy",
            'unknown command "verfy"; did you mean "verify"? ./devmin --help lists the commands; options follow the command.',
        ],
        [
            "version",
            'unknown command "version"; did you mean "--version"? ./devmin --help lists the commands; options follow the command.',
        ],
        ["up --lease 1h --lease 2h", "option --lease is given twice."],
        ["cost --json=1", "option --json takes no value."],
        ["cost core", 'unexpected argument "core".'],
        ["destroy", "missing argument LAYER: one of kafka, demo, core."],
        ["run", "missing argument SERVICE."],
    ];
    for (const [line, message] of wrong) {
        it(`is refused: ./devmin ${line}`, () => {
            assert.throws(
                () => parseCommandLine(line.split(" ")),
                (error: Error) => error instanceof UsageError && error.message === message,
            );
        });
    }
});
