import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Environment } from "../../ops/environment";
import {
    extendLease,
    formatRemainingLease,
    isLeaseValid,
    readLease,
    selectLeaseMs,
    writeConfigWithLease,
} from "../../ops/lease";
import { deployLayers } from "../../ops/up";
import { awsClients } from "../fake-aws";
import { startFakeBucket } from "../fake-aws/bucket";
import { createFakeEngine } from "./pulumi/fake-engine";

const now = Date.parse("2026-11-24T12:00:00Z");
const hour = 3_600_000;

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
        assert.equal(selectLeaseMs(env), 2 * hour);
        assert.equal(selectLeaseMs(env, hour), hour);
        configure(`  devmin-demo:leaseUntil: ${new Date(Date.now() + hour).toISOString().slice(0, 19)}Z`);
        assert.equal(selectLeaseMs(env), undefined);
        assert.equal(selectLeaseMs(env, hour), hour);
    });

    it("is written to a copy of the configuration for a preview, and the configuration stays as it is", () => {
        configure("  devmin-demo:leaseUntil: 2026-11-24T10:00:00Z", "  devmin-demo:logDays: 7");
        const before = readFileSync(join(env.root, "demo", "Pulumi.dev.yaml"), "utf8");
        const copy = join(env.root, "copy.yaml");
        writeConfigWithLease(env, hour, copy, now);
        assert.deepEqual(parse(readFileSync(copy, "utf8")).config, {
            "aws:region": "r",
            "devmin-demo:leaseUntil": "2026-11-24T13:00:00Z",
            "devmin-demo:logDays": 7,
        });
        assert.equal(readFileSync(join(env.root, "demo", "Pulumi.dev.yaml"), "utf8"), before);
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

    const cases: [string | undefined, string, boolean][] = [
        [undefined, "no lease is set, and demo does not come up without one", false],
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
            bucket = startFakeBucket({});
            env = { ...bucket.env, root: env.root };
            mkdirSync(join(env.root, "policy-pack"));
            writeFileSync(join(env.root, "policy-pack", "package.json"), '{ "version": "0.1.0" }');
            engine = createFakeEngine(env.root);
        });
        afterEach(() => bucket.stop());
        const listCommands = () => engine.commands.map((line) => line.split(" ").slice(0, 2).join(" "));

        it("is written for demo when there is none, before its preview", async () => {
            await deployLayers(env, awsClients, engine.pulumi, ["core", "demo"], options);
            assert.deepEqual(listCommands(), ["core preview", "core up", "demo config", "demo preview", "demo up"]);
        });

        it("is written for demo when it has ended", async () => {
            configure("  devmin-demo:leaseUntil: 2026-01-01T00:00:00Z");
            await deployLayers(env, awsClients, engine.pulumi, ["demo"], options);
            assert.deepEqual(listCommands(), ["demo config", "demo preview", "demo up"]);
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
            assert.deepEqual(listCommands(), ["demo config", "demo preview", "demo up"]);
        });

        it("is no longer than the maximum", async () => {
            configure("  devmin-demo:maxLeaseHours: 1");
            await deployLayers(env, awsClients, engine.pulumi, ["demo"], options);
            const left = Date.parse(engine.commands[0]?.split(" ")[4] ?? "") - Date.now();
            assert.ok(left > 0 && left <= hour, engine.commands[0]);
        });
    });
});
