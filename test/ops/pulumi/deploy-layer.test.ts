import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiCli } from "../../../ops/pulumi/cli";
import { deployLayer } from "../../../ops/pulumi/deploy-layer";
import { calculateCostOfChanges, formatPlan, type PlannedChange } from "../../../ops/pulumi/plan";
import { formatState, startFakeBucket } from "../fake-bucket";
import { buildPreviewEvents, buildStep, buildUpdateEvents, createFakeEngine, policyMessage, urns } from "./fake-engine";

const file = ".pulumi/stacks/devmin-demo/dev.json";

describe("an update", () => {
    let bucket: Awaited<ReturnType<typeof startFakeBucket>>;
    let root: string;
    let engine: ReturnType<typeof createFakeEngine>;

    beforeEach(async () => {
        root = mkdtempSync(join(tmpdir(), "devmin-update-"));
        mkdirSync(join(root, "policy-pack"));
        writeFileSync(join(root, "policy-pack", "package.json"), '{ "version": "0.1.0" }');
        bucket = await startFakeBucket({ [file]: formatState([]) }, [{ key: file, id: "v7", body: formatState([]) }]);
        engine = createFakeEngine(root);
    });
    afterEach(async () => {
        await bucket.close();
        rmSync(root, { recursive: true });
    });

    const env = () => ({ ...bucket.env, root });
    const updateIt = (more: { confirm?(): Promise<boolean>; extraArgs?: string[] } = {}) =>
        deployLayer(env(), engine.pulumi, "demo", { log: () => {}, ...more });
    const receipts = () => bucket.written.map(({ body }) => JSON.parse(body));

    it("is what was previewed, and nothing else", async () => {
        await updateIt({ extraArgs: ["--refresh"] });
        assert.deepEqual(engine.ran, [
            "demo preview --stack dev --refresh --save-plan --event-log",
            "demo up --yes --skip-preview --stack dev --refresh --plan --event-log",
        ]);
        assert.ok(engine.didAsPlanned && !existsSync(engine.plan), "the plan is used, and gone");
    });

    it("leaves a receipt: by which pack, what it said, what was done, and which state came of it", async () => {
        await updateIt();
        const [{ kind, verdict, details, policyPack }] = receipts();
        assert.deepEqual([kind, verdict], ["up", "holds"]);
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
            await deployLayer(env(), pulumi, "demo", { log: (line) => lines.push(line) });
        } finally {
            if (before === undefined) delete process.env.PULUMI_OPTION_POLICY_PACK_CONFIG;
            else process.env.PULUMI_OPTION_POLICY_PACK_CONFIG = before;
        }
        const expected = { "max-stack-cost": { maxMonthlyUsd: 80 } };
        assert.deepEqual(given, [expected, expected]);
        assert.match(lines[0] as string, /^policy "stack-cost" is now called "max-stack-cost": change it in /);
        assert.deepEqual(receipts()[0].details.settings, expected);
    });

    it("that is not agreed to does nothing", async () => {
        assert.equal(await updateIt({ confirm: async () => false }), undefined);
        assert.deepEqual([engine.ran.length, receipts()], [1, []]);
    });

    it("is not begun when the pack did not judge its preview", async () => {
        engine.told.preview = buildPreviewEvents().filter((event) => !event.policyAnalyzeStackSummaryEvent);
        await assert.rejects(updateIt(), /must judge all of demo before it changes/);
        assert.deepEqual([engine.ran.length, receipts()], [1, []]);
    });

    it("is not begun when its preview fails", async () => {
        engine.fails.preview = new Error("a NAT gateway costs 32.85 USD a month");
        await assert.rejects(updateIt(), engine.fails.preview);
        assert.deepEqual([engine.ran.length, receipts()], [1, []]);
    });

    it("is not begun when the pack has changed since its preview", async () => {
        const confirm = async () => {
            appendFileSync(join(root, "policy-pack", "package.json"), " ");
            return true;
        };
        await assert.rejects(updateIt({ confirm }), /^Error: policy-pack is not as it was in the preview/);
        assert.deepEqual([engine.ran.length, receipts()], [1, []]);
    });

    it("that failed half way leaves a receipt of what it did and what it could not", async () => {
        const done = buildUpdateEvents().filter((event) => event.resOutputsEvent?.metadata.urn !== urns.schedule);
        engine.told.up = [...done, { resOpFailedEvent: buildStep("update", urns.schedule, {}, {}) }];
        engine.fails.up = new Error("AccessDenied");
        await assert.rejects(updateIt(), engine.fails.up);
        const [{ verdict, details }] = receipts();
        assert.deepEqual(
            [verdict, details.did, details.failed],
            ["broken", { create: [urns.cluster] }, [urns.schedule]],
        );
    });

    it("that could not begin, as another one runs, leaves none", async () => {
        engine.told.up = [];
        engine.fails.up = new Error("the stack is currently locked");
        await assert.rejects(updateIt(), engine.fails.up);
        assert.deepEqual(receipts(), []);
    });

    it("that went on without the pack is broken, and says so", async () => {
        engine.told.up = buildUpdateEvents().filter((event) => !event.policyAnalyzeSummaryEvent);
        await assert.rejects(updateIt(), /must judge all of demo .* but none did/);
        assert.equal(receipts()[0].verdict, "broken");
    });

    for (const [title, failure, says] of [
        [
            "that went well",
            undefined,
            /^Error: demo is up, but its receipt could not be written \(.*\): \.\/devmin up demo/,
        ],
        ["that failed", "AccessDenied", /^Error: AccessDenied\nAnd its receipt could not be written/],
    ] as const) {
        it(`${title} and whose receipt cannot be written says both`, async () => {
            if (failure) engine.fails.up = new Error(failure);
            const broken = { ...env(), credentials: async () => Promise.reject(new Error("expired")) };
            await assert.rejects(deployLayer(broken, engine.pulumi, "demo", { log: () => {} }), says);
        });
    }
});

describe("a plan", () => {
    it("tells what is to be done by name, by whom it was judged, and what the pack said", () => {
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
            }),
            [
                "demo: 1 to update, 1 to create, 1 stay as they are",
                "  update  Schedule pulse",
                "  create  Cluster cluster",
                "USD idle 0.00 as before, an hour 0.0000 as before, a month as assumed 0.00 as before, a month in which no lease ends 0.00 as before",
                "judged by the policy pack devmin 0.1.0+3f2a8c0d9b1e: 3 resources, and the stack as a whole",
                "  max-stack-cost  devmin-demo costs 12.66 USD a month.",
                "  no-public-principals  Role task: deferred: it is unknown.",
            ],
        );
    });

    it("prices what comes, goes and stays, and nothing that is only in the state", () => {
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
