import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildEnv, type ShellOptions, writeEnvFile } from "../../local-cloud/env-file";

const secrets = { cloudApiKey: "KEY", cloudApiSecret: "it's", brokerPassword: "p", brokerToken: "t" };
const bucketBackendUrl = "s3://state?region=us-east-1";

describe("local-cloud/env", () => {
    let home: string;
    let shell: ShellOptions;
    const buildCloud = () => ({ home, ports: { aws: 4566 }, secrets });
    beforeEach(async () => {
        home = await mkdtemp(join(tmpdir(), "devmin it's-"));
        shell = { clone: join(home, "a clone"), pathFolders: ["/cli"], bucketBackendUrl };
        await mkdir(join(shell.clone, "core"), { recursive: true });
    });
    afterEach(() => rm(home, { recursive: true }));

    /** Sources the file in a clean shell and says what came of it. */
    const source = async (before: Record<string, string>, script = "env", change = {}) => {
        const file = await writeEnvFile(buildCloud(), { ...shell, ...change });
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

    it("sets the same variables in a shell as buildEnv", async () => {
        const { status, set } = await source({});
        assert.equal(status, 0);
        assert.deepEqual(set, buildEnv(buildCloud(), shell, "/usr/bin:/bin"));
    });

    it("can be sourced twice, with folders at the end of PATH once", async () => {
        const file = await writeEnvFile(buildCloud(), shell);
        const { set } = await source({}, `. '${file.replaceAll("'", "'\\''")}'; env`);
        assert.equal(set.PATH, `/usr/bin:/bin:/cli:${home}/a clone/local-cloud/providers/bin`);
    });

    it("adds loopback to the shell's own no_proxy", async () => {
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
        it(`refuses a shell with another ${name}, and changes nothing`, async () => {
            const { status, set, stderr } = await source({ [name]: value });
            assert.equal(status, 1);
            assert.deepEqual(set, { PATH: "/usr/bin:/bin", [name]: value });
            assert.deepEqual(stderr.trim().split("\n").slice(1), []);
            assert.match(stderr, new RegExp(`${name} is set`));
            assert.doesNotMatch(stderr, new RegExp(value));
        });
    }

    const session = { AWS_ACCESS_KEY_ID: "ASIA1", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };

    it("ends a role session that devmin env started in this local cloud", async () => {
        const { status, set } = await source({ ...session, DEVMIN_SESSION: "ASIA1", DEVMIN_SANDBOX: home });
        assert.equal(status, 0);
        assert.deepEqual(set, buildEnv(buildCloud(), shell, "/usr/bin:/bin"));
    });

    for (const [whose, marks] of Object.entries({
        "of another cloud": { DEVMIN_SESSION: "ASIA1", DEVMIN_SANDBOX: "/elsewhere" },
        "that came after": { DEVMIN_SESSION: "ASIA0" },
    })) {
        it(`refuses a session ${whose}, and leaves it alone`, async () => {
            const before = { ...session, DEVMIN_SANDBOX: home, ...marks };
            const { status, set } = await source(before);
            assert.equal(status, 1);
            assert.deepEqual(set, { PATH: "/usr/bin:/bin", ...before });
        });
    }

    it("sets an empty passphrase while the state is local", async () => {
        assert.equal((await source({ PULUMI_CONFIG_PASSPHRASE: "mine" })).set.PULUMI_CONFIG_PASSPHRASE, "");
    });

    it("sets the bucket, and no passphrase, once core's configuration has its key", async () => {
        const config = join(shell.clone, "core", "Pulumi.local.yaml");
        await writeFile(config, "encryptionsalt: v1\n");
        assert.match((await source({})).set.PULUMI_BACKEND_URL ?? "", /^file:/);
        await writeFile(config, "secretsprovider: awskms://alias/key\n");
        const { set } = await source({ PULUMI_CONFIG_PASSPHRASE: "" });
        assert.equal(set.PULUMI_BACKEND_URL, bucketBackendUrl);
        assert.equal("PULUMI_CONFIG_PASSPHRASE" in set, false);
    });

    it("leaves out the offline providers on request", () => {
        const env = buildEnv(buildCloud(), { ...shell, offlineProviders: false }, "/bin");
        assert.equal(env.PATH, "/bin:/cli");
        assert.equal(env.AWS_ENDPOINT_URL_S3_CONTROL, `https://s3-control.localhost:${buildCloud().ports.aws}`);
        assert.equal(buildEnv(buildCloud(), shell, "/bin").AWS_ENDPOINT_URL_S3_CONTROL, undefined);
    });

    it("refuses the official providers in a shell with the offline ones", async () => {
        const PATH = `/usr/bin:/bin:${home}/a clone/local-cloud/providers/bin`;
        const { status, set, stderr } = await source({ PATH }, "env", { offlineProviders: false });
        assert.equal(status, 1);
        assert.deepEqual(set, { PATH });
        assert.match(stderr, /offline providers are on PATH; open a new shell/);
    });

    it("is readable by its owner only", async () => {
        assert.equal((await stat(await writeEnvFile(buildCloud(), shell))).mode & 0o777, 0o600);
    });
});
