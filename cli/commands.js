// The command table: what `--help` prints and how arguments are read. Plain data in plain JavaScript, because the launcher answers
// `--help` and `--version` before anything is installed. What a command does is in commands/NAME.ts.

/** @type {import("./command").CommandOptions} */
const json = { json: { description: "print JSON instead of text (docs/cli.md has the shape)" } };
const providers = {
    providers: {
        value: "KIND",
        choices: ["official", "offline"],
        description: "official or offline; by default official where they can be had",
    },
};
const yes = { yes: { description: "do not ask" } };
const layers = ["core", "kafka", "demo"]; // as in lib/names.ts, which is TypeScript and cannot be loaded yet; a test compares them

/** @type {readonly import("./command").CommandGroup[]} */
const groups = [
    {
        title: "Try it on this machine",
        commands: {
            rehearse: {
                summary: "Run the end-to-end scenarios against the local cloud",
                options: {
                    all: { description: "include failures, key rotation, drift, second stacks" },
                    keep: { description: "leave the local cloud running" },
                    strict: { description: "treat skipped steps as failures" },
                    ...providers,
                },
                examples: ["./devmin rehearse --all"],
                needs: "everything",
            },
            sandbox: {
                summary: "Start or stop the local cloud: AWS, Confluent and Kafka on loopback",
                interrupted: "what was started goes on; ./devmin sandbox stop ends it",
                positionals: [{ name: "ACTION", choices: ["start", "status", "stop"] }],
                options: providers,
                examples: ["./devmin sandbox start && source .sandbox/env", "./devmin sandbox stop"],
                needs: "everything",
            },
        },
    },
    {
        title: "Set up an environment",
        commands: {
            init: {
                summary: "Write the stack configuration; needs AWS and Confluent credentials, creates nothing",
                interrupted: "nothing was created in a cloud; configuration files that were written stay",
                options: {
                    account: { value: "ID", description: "the AWS account" },
                    region: { value: "NAME", description: "the AWS region" },
                    email: { value: "ADDR", description: "who is notified about spending" },
                    budget: { value: "USD", description: "the account's monthly budget; above what it spends anyway" },
                    deployers: { value: "ARNS", description: "who may assume devmin's roles, separated by commas" },
                },
                examples: ["./devmin init --account 123456789012 --region eu-central-1 --email you@example.org"],
            },
            bootstrap: {
                summary: "Deploy core and move its state into the bucket it creates",
                interrupted: "what was created is in core's state",
                examples: ["./devmin bootstrap"],
            },
            join: {
                summary: "Select an existing environment in this clone; changes nothing",
                examples: ["./devmin join"],
            },
            env: {
                summary: "Print shell variables for plain pulumi commands, as a role if one is named",
                positionals: [{ name: "ROLE", choices: ["kafka", "demo", "auditor", "preview"], optional: true }],
                isEvaluated: true,
                examples: ['eval "$(./devmin env)"', '(eval "$(./devmin env kafka)" && pulumi up -C kafka)'],
            },
            install: {
                summary: "Install the npm packages and do nothing else",
                options: { all: { description: "include the local cloud's packages and the tests'" } },
                examples: ["./devmin install"],
            },
        },
    },
    {
        title: "Daily use",
        commands: {
            plan: {
                summary: "Show what up would change, what it would cost, and what the policy pack reports",
                positionals: [{ name: "LAYER", choices: layers, optional: true, repeated: true }],
                options: json,
                examples: ["./devmin plan", "./devmin plan core --json"],
            },
            up: {
                summary: "Preview and deploy layers (default: kafka and demo); recorded in the audit log",
                interrupted: "no update is running; one that had just ended may not be in the audit log yet",
                positionals: [{ name: "LAYER", choices: layers, optional: true, repeated: true }],
                options: {
                    lease: { value: "DURATION", description: "how long demo may run, for example 4h or 90m" },
                    ...yes,
                },
                examples: ["./devmin up", "./devmin up demo --lease 2h --yes"],
            },
            verify: {
                summary: "Check that the environment is ready, by asking the clouds",
                interrupted: "nothing was changed, and no verdict is in the audit log",
                options: {
                    strict: { description: "treat skipped checks and warnings as failures" },
                    "test-alarm": { description: "send a test message to all who subscribed to the budget's topic" },
                    ...json,
                },
                examples: ["./devmin verify", "./devmin verify --json"],
            },
            run: {
                summary: "Run a service's task once and store its result as evidence",
                interrupted: "no task was started",
                positionals: [{ name: "SERVICE" }],
                options: { rounds: { value: "N", description: "rounds of the task, 1 to 1000", default: "3" } },
                examples: ["./devmin run pulse --rounds 3"],
            },
            lease: {
                summary: "Show demo's lease, or set a new end",
                positionals: [
                    { name: "extend", choices: ["extend"], optional: true },
                    { name: "DURATION", optional: true },
                ],
                options: json,
                examples: ["./devmin lease", "./devmin lease extend 4h"],
            },
            destroy: {
                summary: "Destroy a layer; asks first, recorded in the audit log",
                interrupted: "nothing is being deleted; what went may not be in the audit log yet",
                positionals: [{ name: "LAYER", choices: ["kafka", "demo", "core"] }],
                options: yes,
                examples: ["./devmin destroy demo"],
            },
        },
    },
    {
        title: "Cost",
        commands: {
            cost: {
                summary: "Show what the deployed layers cost: idle, per hour of demo, and per month",
                options: json,
                examples: ["./devmin cost", "./devmin cost --json"],
            },
            budget: {
                summary: "Show this month's spend and whether demo may still be deployed; release a deny",
                interrupted: "a release that had begun goes on in AWS",
                positionals: [{ name: "release", choices: ["release"], optional: true }],
                options: json,
                examples: ["./devmin budget", "./devmin budget release"],
            },
        },
    },
    {
        title: "Repair and security",
        commands: {
            recover: {
                summary: "Repair a layer after an interrupted update, or a lost or damaged state",
                interrupted: "no import is running; locks that were removed stay removed",
                positionals: [{ name: "LAYER", choices: layers }],
                options: {
                    "delete-orphaned-keys": { description: "delete kafka's API keys that no state has; do not ask" },
                    yes: { description: "restore a state without asking" },
                },
                examples: ["./devmin recover demo"],
            },
            rotate: {
                summary: "Rotate a Kafka API key without downtime",
                interrupted: "a rotation that had begun is in kafka's stack configuration, and both keys are valid",
                positionals: [{ name: "ACCOUNT" }],
                examples: ["./devmin rotate pulse", "./devmin rotate manager"],
            },
            audit: {
                summary: "Verify that nobody has changed the audit log: reads every entry and what it refers to",
                positionals: [{ name: "ACTION", choices: ["verify"] }],
                options: json,
                examples: ["./devmin audit verify", "./devmin audit verify --json"],
            },
            scp: {
                summary: "Print the guardrails as a service control policy for an AWS Organization",
                examples: ["./devmin scp > devmin.json"],
            },
        },
    },
];

/** All commands, by name. */
const commands = Object.assign({}, ...groups.map((group) => group.commands));

module.exports = { groups, commands };
