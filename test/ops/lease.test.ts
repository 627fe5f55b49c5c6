import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { DemoService } from "../../ops/checks/demo-services";
import type { LeaseSchedule } from "../../ops/checks/lease-schedule";
import type { Environment } from "../../ops/environment";
import {
    extendLease,
    formatLease,
    formatRemainingLease,
    isLeaseValid,
    readLease,
    selectLeaseEnd,
} from "../../ops/lease";
import type { PulumiCli } from "../../ops/pulumi/cli";
import { deployLayers } from "../../ops/up";
import { awsClients } from "../fake-aws";
import { formatState, startFakeBucket } from "../fake-aws/bucket";
import { createFakeEngine } from "./pulumi/fake-engine";

const now = Date.parse("2026-11-24T12:00:00Z");
const hour = 3_600_000;
const deployedState = formatState(
    [{ urn: "urn:it", type: "pulumi:pulumi:Stack", outputs: { clusterId: "lkc-1" } }],
    "kafka",
);

describe("the lease of an environment", () => {
    let env: Environment;
    let ran: string[];
    const pulumi = async (project: string, args: string[]) => {
        ran.push([project, ...args].join(" "));
        return "";
    };
    const configure = (...lines: string[]) =>
        writeFileSync(join(env.root, "demo", "Pulumi.dev.yaml"), ["config:", "  aws:region: r", ...lines].join("\n"));
    beforeEach(() => {
        env = { root: mkdtempSync(join(tmpdir(), "devmin-lease-")), stack: "dev" } as Environment;
        mkdirSync(join(env.root, "demo"));
        ran = [];
    });
    afterEach(() => rmSync(env.root, { recursive: true }));

    it("is read from demo's stack configuration", () => {
        configure("  devmin-demo:leaseUntil: 2026-11-24T13:00:00Z", "  devmin-demo:maxLeaseHours: 2");
        assert.deepEqual(readLease(env), { until: "2026-11-24T13:00:00Z", maxHours: 2 });
    });

    it("is chosen for an update when none is valid or another is requested", () => {
        configure("  devmin-demo:maxLeaseHours: 2");
        assert.equal(selectLeaseEnd(env, undefined, now), "2026-11-24T14:00:00Z");
        assert.equal(selectLeaseEnd(env, hour, now), "2026-11-24T13:00:00Z");
        assert.throws(() => selectLeaseEnd(env, 3 * hour, now), { message: /^a lease of 3 h is too long/ });
        configure("  devmin-demo:leaseUntil: 2026-11-24T12:30:00Z");
        assert.equal(selectLeaseEnd(env, undefined, now), undefined);
        assert.equal(selectLeaseEnd(env, hour, now), "2026-11-24T13:00:00Z");
    });

    it("is undefined before it was ever set, also without a configuration", () => {
        assert.deepEqual(readLease(env), { until: undefined, maxHours: 12 });
        configure();
        assert.deepEqual(readLease(env), { until: undefined, maxHours: 12 });
    });

    it("is written through Pulumi", async () => {
        assert.equal(await extendLease(env, pulumi, 4 * hour, now), "2026-11-24T16:00:00Z");
        assert.deepEqual(ran, ["demo config set leaseUntil 2026-11-24T16:00:00Z --stack dev"]);
    });

    it("is not written when it is longer than the maximum", async () => {
        configure("  devmin-demo:maxLeaseHours: 2");
        await assert.rejects(extendLease(env, pulumi, 3 * hour, now), {
            message:
                "a lease of 3 h is too long: the maximum is 2 hours (maxLeaseHours in demo's stack configuration).",
        });
        assert.deepEqual(ran, []);
    });

    for (const value of ["-1", "0", "abc", "169", "1.5", '""']) {
        it(`is refused with a maximum of ${value}, as demo's program refuses it`, () => {
            configure(`  devmin-demo:maxLeaseHours: ${value}`);
            assert.throws(() => readLease(env), {
                message:
                    /^devmin-demo:maxLeaseHours is .* in demo\/Pulumi\.dev\.yaml: it must be a whole number from 1 to 168\. Set it with: pulumi config set -C demo maxLeaseHours 12$/,
            });
        });
    }

    it("is printed for a demo that is down, which it does not stop", () => {
        const lease = { until: "2026-11-24T13:30:00Z", maxHours: 12 };
        assert.deepEqual(formatLease(lease, undefined, now), [
            "demo is down, so no lease runs. In its configuration, the lease ends at 2026-11-24T13:30:00Z, in 1 h 30 min.",
            "To set a new end, at most 12 hours from now: ./devmin lease extend 4h",
        ]);
    });

    const deployed: [title: string, schedule: LeaseSchedule | undefined, lines: string[]][] = [
        [
            "as Scheduler has it",
            { ScheduleExpression: "at(2026-11-24T13:30:00)", State: "ENABLED" },
            [
                "the lease of pulse ends at 2026-11-24T13:30:00Z, in 1 h 30 min: EventBridge Scheduler then sets it to zero tasks; tasks running: 1.",
            ],
        ],
        [
            "with the configuration where somebody moved the schedule",
            { ScheduleExpression: "at(2027-11-24T12:00:00)", State: "ENABLED" },
            [
                "the lease of pulse ends at 2027-11-24T12:00:00Z, in 8760 h: EventBridge Scheduler then sets it to zero tasks; tasks running: 1.",
                "In demo's configuration, the lease ends at 2026-11-24T13:30:00Z, in 1 h 30 min. ./devmin up demo makes the schedules agree.",
            ],
        ],
        [
            "as missing where no schedule ends it",
            undefined,
            [
                "the schedule that ends the lease of pulse does not exist: run ./devmin up demo.",
                "In demo's configuration, the lease ends at 2026-11-24T13:30:00Z, in 1 h 30 min. ./devmin up demo makes the schedules agree.",
            ],
        ],
    ];
    for (const [title, schedule, lines] of deployed) {
        it(`is printed for a demo that is up ${title}`, () => {
            const lease = { until: "2026-11-24T13:30:00Z", maxHours: 12 };
            const pulse = { name: "pulse", service: { runningCount: 1 }, schedule } as DemoService;
            assert.deepEqual(formatLease(lease, [pulse], now).slice(0, -1), lines);
        });
    }

    const cases: [string | undefined, string, boolean][] = [
        [undefined, "no lease is set, and demo does not come up without one: ./devmin up sets one", false],
        ["2026-11-24T13:30:00Z", "the lease ends at 2026-11-24T13:30:00Z, in 1 h 30 min", true],
        ["2026-11-24T11:00:00Z", "the lease ended at 2026-11-24T11:00:00Z, 1 h ago", false],
    ];
    for (const [until, sentence, running] of cases) {
        it(`is printed as: ${sentence}`, () => {
            assert.equal(formatRemainingLease({ until, maxHours: 12 }, now), sentence);
            assert.equal(isLeaseValid({ until, maxHours: 12 }, now), running);
        });
    }

    describe("at an update", () => {
        const options = { log: () => {}, confirm: async () => true, leaseMs: undefined };
        let bucket: ReturnType<typeof startFakeBucket>;
        let engine: ReturnType<typeof createFakeEngine>;
        beforeEach(async () => {
            bucket = startFakeBucket({ ".pulumi/stacks/devmin-kafka/dev.json": deployedState });
            env = { ...bucket.env, root: env.root };
            mkdirSync(join(env.root, "policy-pack"));
            writeFileSync(join(env.root, "policy-pack", "package.json"), '{ "version": "0.1.0" }');
            engine = createFakeEngine(env.root);
        });
        afterEach(() => bucket.stop());
        const listCommands = () => engine.commands.map((line) => line.split(" ").slice(0, 2).join(" "));

        it("is written for demo when there is none, once its preview was confirmed", async () => {
            await deployLayers(env, awsClients, engine.pulumi, ["core", "demo"], options);
            assert.deepEqual(listCommands(), ["core preview", "core up", "demo preview", "demo config", "demo up"]);
        });

        it("is not written when the preview is declined, which was made with it", async () => {
            let previewed: unknown;
            const pulumi: PulumiCli = async (layer, args) => {
                const file = args[args.indexOf("--config-file") + 1] as string;
                previewed = parse(readFileSync(file, "utf8")).config["devmin-demo:leaseUntil"];
                return engine.pulumi(layer, args);
            };
            const declined = { ...options, confirm: async () => false };
            assert.equal(await deployLayers(env, awsClients, pulumi, ["demo"], declined), false);
            assert.match(String(previewed), /^\d{4}-.*Z$/);
            assert.deepEqual(listCommands(), ["demo preview"]);
            assert.equal(readLease(env).until, undefined);
        });

        it("is not written while kafka, which demo reads, is not deployed", async () => {
            delete bucket.objects[".pulumi/stacks/devmin-kafka/dev.json"];
            await assert.rejects(deployLayers(env, awsClients, engine.pulumi, ["demo"], options), {
                message: "demo reads kafka, which is not deployed: run ./devmin up kafka demo",
            });
            assert.deepEqual(listCommands(), []);
        });

        it("with an invalid maximum stops an update of kafka and demo before kafka is previewed", async () => {
            configure("  devmin-demo:maxLeaseHours: abc");
            await assert.rejects(deployLayers(env, awsClients, engine.pulumi, ["kafka", "demo"], options), {
                message: /^devmin-demo:maxLeaseHours is "abc"/,
            });
            assert.deepEqual(listCommands(), []);
        });

        it("is written for demo when it has ended", async () => {
            configure("  devmin-demo:leaseUntil: 2026-01-01T00:00:00Z");
            await deployLayers(env, awsClients, engine.pulumi, ["demo"], options);
            assert.deepEqual(listCommands(), ["demo preview", "demo config", "demo up"]);
        });

        const ahead = () => `${new Date(Date.now() + hour).toISOString().slice(0, 19)}Z`;

        it("stays while it is valid", async () => {
            configure(`  devmin-demo:leaseUntil: ${ahead()}`);
            await deployLayers(env, awsClients, engine.pulumi, ["demo"], options);
            assert.deepEqual(listCommands(), ["demo preview", "demo up"]);
        });

        it("is renewed while it is valid when requested", async () => {
            configure(`  devmin-demo:leaseUntil: ${ahead()}`);
            await deployLayers(env, awsClients, engine.pulumi, ["demo"], { ...options, leaseMs: hour });
            assert.deepEqual(listCommands(), ["demo preview", "demo config", "demo up"]);
        });

        it("is no longer than the maximum", async () => {
            configure("  devmin-demo:maxLeaseHours: 1");
            await deployLayers(env, awsClients, engine.pulumi, ["demo"], options);
            const left = Date.parse(engine.commands[1]?.split(" ")[4] ?? "") - Date.now();
            assert.ok(left > 0 && left <= hour, engine.commands[1]);
        });
    });
});
