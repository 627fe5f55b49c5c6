import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { envOf, writeEnv } from "../../sandbox/env";

const secrets = { cloudApiKey: "KEY", cloudApiSecret: "it's", brokerPassword: "p", brokerToken: "t" };
const shell = { clone: "/a clone", path: ["/engine"] };

describe("sandbox/env", () => {
    let home: string;
    const place = () => ({ home, ports: { aws: 4566 }, secrets });
    beforeEach(async () => {
        home = await mkdtemp(join(tmpdir(), "devmin it's-"));
    });
    afterEach(() => rm(home, { recursive: true }));

    /** Sources the file in a clean shell and says what came of it. */
    const source = async (before: Record<string, string>, script = "env", change = {}) => {
        const file = await writeEnv(place(), { ...shell, ...change });
        const result = spawnSync("bash", ["-uc", `. "$0"; code=$?; ${script}; exit $code`, file], {
            stdio: ["ignore", "pipe", "pipe"],
            env: { PATH: "/usr/bin:/bin", ...before },
            encoding: "utf8",
        });
        const {
            PWD: _,
            SHLVL: __,
            _: ___,
            ...set
        } = Object.fromEntries(
            result.stdout.split("\n").flatMap((line) => (line.includes("=") ? [line.split(/=(.*)/s).slice(0, 2)] : [])),
        );
        return { status: result.status, set, stderr: result.stderr };
    };

    it("sets in a shell what a program of ours gets", async () => {
        const { status, set } = await source({});
        assert.equal(status, 0);
        assert.deepEqual(set, envOf(place(), shell, "/usr/bin:/bin"));
    });

    it("is as good sourced twice, folders at the end of PATH once", async () => {
        const file = await writeEnv(place(), shell);
        const { set } = await source({}, `. '${file.replaceAll("'", "'\\''")}'; env`);
        assert.equal(set.PATH, "/usr/bin:/bin:/engine:/a clone/sandbox/providers/bin");
    });

    it("keeps this machine from the shell's proxy, beside what the shell keeps from it", async () => {
        const { set } = await source({ https_proxy: "http://proxy", NO_PROXY: ".corp" });
        assert.equal(set.NO_PROXY, ".corp,localhost,127.0.0.1");
        assert.equal(set.no_proxy, set.NO_PROXY);
    });

    const foreign = {
        AWS_PROFILE: "a-profile-of-mine",
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
        AWS_SESSION_TOKEN: "a-session-of-mine",
        PULUMI_ACCESS_TOKEN: "pul-of-mine",
        CONFLUENT_CLOUD_API_KEY: "OTHER",
    };
    for (const [name, value] of Object.entries(foreign)) {
        it(`refuses over ${name} of another origin, in one sentence, and changes nothing`, async () => {
            const { status, set, stderr } = await source({ [name]: value });
            assert.equal(status, 1);
            assert.deepEqual(set, { PATH: "/usr/bin:/bin", [name]: value });
            assert.deepEqual(stderr.trim().split("\n").slice(1), []);
            assert.match(stderr, new RegExp(`${name} is set`));
            assert.doesNotMatch(stderr, new RegExp(value));
        });
    }

    const session = { AWS_ACCESS_KEY_ID: "ASIA1", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };

    it("ends a role's session that devmin env took in this local cloud", async () => {
        const { status, set } = await source({ ...session, DEVMIN_SESSION: "ASIA1", DEVMIN_SANDBOX: home });
        assert.equal(status, 0);
        assert.deepEqual(set, envOf(place(), shell, "/usr/bin:/bin"));
    });

    for (const [whose, marks] of Object.entries({
        "of another cloud": { DEVMIN_SESSION: "ASIA1", DEVMIN_SANDBOX: "/elsewhere" },
        "that came after": { DEVMIN_SESSION: "ASIA0" },
    })) {
        it(`leaves a session alone ${whose}, and refuses`, async () => {
            const before = { ...session, DEVMIN_SANDBOX: home, ...marks };
            const { status, set } = await source(before);
            assert.equal(status, 1);
            assert.deepEqual(set, { PATH: "/usr/bin:/bin", ...before });
        });
    }

    it("has an empty passphrase while the state is local", async () => {
        assert.equal((await source({ PULUMI_CONFIG_PASSPHRASE: "mine" })).set.PULUMI_CONFIG_PASSPHRASE, "");
    });

    it("unsets the passphrase once the state is in the cloud", async () => {
        const backend = "s3://state?region=us-east-1";
        const { set } = await source({ PULUMI_CONFIG_PASSPHRASE: "" }, "env", { backend });
        assert.equal(set.PULUMI_BACKEND_URL, backend);
        assert.equal("PULUMI_CONFIG_PASSPHRASE" in set, false);
        assert.equal("PULUMI_CONFIG_PASSPHRASE" in envOf(place(), { ...shell, backend }), false);
    });

    it("leaves the stand-ins out for who wants the official providers", () => {
        assert.equal(envOf(place(), { ...shell, standIns: false }, "/bin").PATH, "/bin:/engine");
    });

    it("says in a shell that has the stand-ins already that the official providers need a new one", async () => {
        const PATH = "/usr/bin:/bin:/a clone/sandbox/providers/bin";
        const { status, set, stderr } = await source({ PATH }, "env", { standIns: false });
        assert.equal(status, 1);
        assert.deepEqual(set, { PATH });
        assert.match(stderr, /stand-in providers are on PATH; open a new shell/);
    });

    it("is a file only its owner reads", async () => {
        assert.equal((await stat(await writeEnv(place(), shell))).mode & 0o777, 0o600);
    });
});
