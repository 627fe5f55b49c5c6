import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PulumiCli } from "../../../ops/pulumi/cli";
import { deployLayer } from "../../../ops/pulumi/deploy-layer";
import { calculateCostOfChanges, formatPlan, type PlannedChange } from "../../../ops/pulumi/plan";
import { awsClients } from "../../fake-aws";
import { formatState, startFakeBucket } from "../../fake-aws/bucket";
import { buildPreviewEvents, buildStep, buildUpdateEvents, createFakeEngine, policyMessage, urns } from "./fake-engine";

const file = ".pulumi/stacks/devmin-demo/dev.json";

describe("an update", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    let root: string;
    let engine: ReturnType<typeof createFakeEngine>;

    beforeEach(async () => {
        root = mkdtempSync(join(tmpdir(), "devmin-update-"));
        mkdirSync(join(root, "policy-pack"));
        writeFileSync(join(root, "policy-pack", "package.json"), '{ "version": "0.1.0" }');
        bucket = startFakeBucket({ [file]: formatState([]) }, [{ key: file, id: "v7", body: formatState([]) }]);
        engine = createFakeEngine(root);
    });
    afterEach(async () => {
        bucket.stop();
        rmSync(root, { recursive: true });
    });

    const env = () => ({ ...bucket.env, root });
    const runUpdate = (more: { confirm?(): Promise<boolean>; extraArgs?: string[] } = {}) =>
        deployLayer(env(), awsClients, engine.pulumi, "demo", { log: () => {}, ...more });
    const listRecords = () => bucket.written.map(({ body }) => JSON.parse(body));

    it("applies the saved plan of its preview, with the same arguments", async () => {
        await runUpdate({ extraArgs: ["--refresh"] });
        assert.deepEqual(engine.commands, [
            "demo preview --stack dev --config-file --refresh --save-plan --event-log",
            "demo up --yes --skip-preview --stack dev --config-file --refresh --plan --event-log",
        ]);
        assert.ok(engine.appliedPlan && !existsSync(engine.plan), "the plan is used, and removed");
    });

    it("reads the configuration that was previewed, whatever was written in between", async () => {
        const file = join(root, "demo", "Pulumi.dev.yaml");
        mkdirSync(join(root, "demo"));
        writeFileSync(file, "config:\n  devmin-demo:logDays: 7\n");
        const read: string[] = [];
        const pulumi: PulumiCli = (layer, args) => {
            read.push(readFileSync(args[args.indexOf("--config-file") + 1] as string, "utf8"));
            return engine.pulumi(layer, args);
        };
        const confirm = async () => {
            writeFileSync(file, "config:\n  devmin-demo:logDays: 30\n");
            return true;
        };
        await deployLayer(env(), awsClients, pulumi, "demo", {
            log: () => {},
            confirm,
            config: { "devmin-demo:leaseUntil": "2026-11-24T18:00:00Z" },
        });
        const previewed = 'config:\n    devmin-demo:logDays: 7\n    devmin-demo:leaseUntil: "2026-11-24T18:00:00Z"\n';
        assert.deepEqual(read, [previewed, previewed]);
    });

    it("writes a deployment record with the pack, its messages, the changes and the new state", async () => {
        await runUpdate();
        const [{ kind, verdict, details, policyPack }] = listRecords();
        assert.deepEqual([kind, verdict], ["up", "pass"]);
        assert.deepEqual(details, {
            layer: "demo",
            pack: `devmin 0.1.0+${policyPack.slice(0, 12)}`,
            judged: 3,
            said: [policyMessage],
            cost: { idle: 0, hour: 0, month: 0, fullMonth: 0 },
            did: { create: [urns.cluster], update: [urns.schedule] },
            failed: [],
            state: "v7",
        });
    });

    it("gives preview and update the pack's settings under the current policy names", async () => {
        const before = process.env.PULUMI_OPTION_POLICY_PACK_CONFIG;
        process.env.PULUMI_OPTION_POLICY_PACK_CONFIG = join(root, "settings.json");
        writeFileSync(join(root, "settings.json"), '{ "stack-cost": { "maxMonthlyUsd": 80 } }');
        const given: unknown[] = [];
        const lines: string[] = [];
        const pulumi: PulumiCli = (layer, args, options) => {
            given.push(
                JSON.parse(readFileSync(options?.variables?.PULUMI_OPTION_POLICY_PACK_CONFIG as string, "utf8")),
            );
            return engine.pulumi(layer, args);
        };
        try {
            await deployLayer(env(), awsClients, pulumi, "demo", { log: (line) => lines.push(line) });
        } finally {
            if (before === undefined) delete process.env.PULUMI_OPTION_POLICY_PACK_CONFIG;
            else process.env.PULUMI_OPTION_POLICY_PACK_CONFIG = before;
        }
        const expected = { "max-stack-cost": { maxMonthlyUsd: 80 } };
        assert.deepEqual(given, [expected, expected]);
        assert.match(lines[0] as string, /^policy "stack-cost" is now called "max-stack-cost": change it in /);
        assert.deepEqual(listRecords()[0].details.settings, expected);
    });

    it("changes nothing when the user declines", async () => {
        assert.equal(await runUpdate({ confirm: async () => false }), undefined);
        assert.deepEqual([engine.commands.length, listRecords()], [1, []]);
        assert.ok(!existsSync(engine.plan), "the plan is removed");
    });

    it("does not start when the pack did not evaluate its preview", async () => {
        engine.events.preview = buildPreviewEvents().filter((event) => !event.policyAnalyzeStackSummaryEvent);
        await assert.rejects(runUpdate(), /must evaluate all of demo before it changes/);
        assert.deepEqual([engine.commands.length, listRecords()], [1, []]);
        assert.ok(!existsSync(engine.plan), "the plan is removed");
    });

    it("does not start when its preview fails", async () => {
        engine.failures.preview = new Error("a NAT gateway costs 32.85 USD a month");
        await assert.rejects(runUpdate(), engine.failures.preview);
        assert.deepEqual([engine.commands.length, listRecords()], [1, []]);
    });

    it("does not start when the pack has changed since its preview", async () => {
        const confirm = async () => {
            appendFileSync(join(root, "policy-pack", "package.json"), " ");
            return true;
        };
        await assert.rejects(runUpdate({ confirm }), /^Error: policy-pack has changed since the preview/);
        assert.deepEqual([engine.commands.length, listRecords()], [1, []]);
    });

    it("that fails half way records what it changed and what failed", async () => {
        const done = buildUpdateEvents().filter((event) => event.resOutputsEvent?.metadata.urn !== urns.schedule);
        engine.events.up = [...done, { resOpFailedEvent: buildStep("update", urns.schedule, {}, {}) }];
        engine.failures.up = new Error("AccessDenied");
        await assert.rejects(runUpdate(), engine.failures.up);
        const [{ verdict, details }] = listRecords();
        assert.deepEqual([verdict, details.did, details.failed], ["fail", { create: [urns.cluster] }, [urns.schedule]]);
    });

    it("stops Pulumi when a service of demo cannot become steady", async () => {
        const failed = { status: "PRIMARY", rolloutState: "FAILED", rolloutStateReason: "circuit breaker" };
        const deployments = [{ ...failed, id: "ecs-svc/before" }];
        Object.assign(bucket.responses, {
            ListServices: { serviceArns: ["s"] },
            ListTasks: { taskArns: ["t"] },
            DescribeTasks: { tasks: [{ startedBy: "ecs-svc/of-the-update", stopCode: "TaskFailedToStart" }] },
            DescribeServices: () => ({ services: [{ serviceName: "devmin-demo-dev-pulse", deployments }] }),
        });
        const pulumi: PulumiCli = async (layer, args, options) => {
            const output = await engine.pulumi(layer, args);
            if (args[0] !== "up") return output;
            deployments[0] = { ...failed, id: "ecs-svc/of-the-update" };
            const stopped = await Promise.race([
                new Promise((resolve) => options?.signal?.addEventListener("abort", () => resolve(true))),
                sleep(1_000),
            ]);
            throw new Error(stopped ? "update canceled" : "it went on for a second");
        };
        const update = deployLayer(env(), awsClients, pulumi, "demo", { log: () => {} });
        await assert.rejects(update, ({ message, cause }: Error) => {
            assert.match(message, /^pulse does not become steady: 1 of its tasks /);
            assert.equal((cause as Error).message, "update canceled");
            return true;
        });
        const [{ kind, verdict }] = listRecords();
        assert.deepEqual([kind, verdict], ["up", "fail"]);
    });

    it("of demo goes on when its services cannot be watched", async () => {
        bucket.responses.ListServices = new Error("AccessDenied");
        const lines: string[] = [];
        await deployLayer(env(), awsClients, engine.pulumi, "demo", { log: (line) => lines.push(line) });
        assert.ok(lines.includes("the services of demo cannot be watched (AccessDenied)"), lines.join("\n"));
        assert.deepEqual(
            listRecords().map(({ verdict }) => verdict),
            ["pass"],
        );
    });

    it("that cannot start because another one is running writes no record", async () => {
        engine.events.up = [];
        engine.failures.up = new Error("the stack is currently locked");
        await assert.rejects(runUpdate(), engine.failures.up);
        assert.deepEqual(listRecords(), []);
    });

    it("that ran without the pack fails", async () => {
        engine.events.up = buildUpdateEvents().filter((event) => !event.policyAnalyzeSummaryEvent);
        await assert.rejects(runUpdate(), /must evaluate all of demo .* but no pack did/);
        assert.equal(listRecords()[0].verdict, "fail");
    });

    for (const [title, failure, says] of [
        [
            "that succeeded",
            undefined,
            /^Error: demo is up, but its deployment record could not be written \(.*\): run \.\/devmin up demo/,
        ],
        ["that failed", "AccessDenied", /^Error: AccessDenied\nAlso, its deployment record could not be written/],
    ] as const) {
        it(`${title} and whose record cannot be written reports both`, async () => {
            if (failure) engine.failures.up = new Error(failure);
            bucket.responses.PutObject = new Error("expired");
            await assert.rejects(runUpdate(), says);
        });
    }
});

describe("a plan", () => {
    it("is printed with the changes by name, the pack that evaluated it, and the pack's messages", () => {
        const role = "urn:pulumi:dev::devmin-demo::devmin:demo:TaskRoles$aws:iam/role:Role::task";
        const changes = [
            ["update", "schedule"],
            ["create", "cluster"],
            ["same", "stack"],
        ] as const;
        assert.deepEqual(
            formatPlan({
                layer: "demo",
                file: "plan.json",
                configFile: "config.yaml",
                pack: "devmin 0.1.0+3f2a8c0d9b1e",
                judged: 3,
                said: [
                    { policy: "max-stack-cost", level: "advisory", message: "devmin-demo costs 12.66 USD a month." },
                    {
                        policy: "no-public-principals",
                        urn: role,
                        level: "advisory",
                        message: "deferred: it is unknown.",
                    },
                ],
                changes: changes.map(([op, what]) => {
                    const urn = urns[what];
                    return { urn, type: urn.split("::")[2] as string, op, custom: true, propertyDependencies: {} };
                }),
                cost: calculateCostOfChanges([]),
                [Symbol.dispose]() {},
            }),
            [
                "demo: 1 to update, 1 to create, 1 unchanged",
                "  update  Schedule pulse",
                "  create  Cluster cluster",
                "USD: idle 0.00 (unchanged), hour 0.0000 (unchanged), month with assumed usage 0.00 (unchanged), month without a lease end 0.00 (unchanged)",
                "evaluated by policy pack devmin 0.1.0+3f2a8c0d9b1e: 3 resources, and the stack as a whole",
                "  max-stack-cost  devmin-demo costs 12.66 USD a month.",
                "  no-public-principals  Role task: deferred: it is unknown.",
            ],
        );
    });

    it("prices created, deleted and unchanged resources, but none that exist only in the state", () => {
        const change = (op: PlannedChange["op"], type: string, more: object): PlannedChange => {
            const urn = `urn:pulumi:dev::devmin-demo::${type}::it`;
            return { urn, type, op, custom: true, propertyDependencies: {}, ...more };
        };
        const { before, after, resources } = calculateCostOfChanges([
            change("create", "aws:secretsmanager/secret:Secret", { after: {} }),
            change("delete", "aws:kms/key:Key", { before: {} }),
            change("same", "aws:ec2/eip:Eip", { before: {}, after: {} }),
            change("create", "devmin:demo:Thing", { after: {}, custom: false }),
        ]);
        assert.deepEqual([before.idle, after.idle], [4.65, 4.05]); // a key 1, a secret 0.40, an address 3.65
        assert.deepEqual(
            resources.map(({ name }) => name),
            ["Key it", "Secret it"],
        );
    });
});
