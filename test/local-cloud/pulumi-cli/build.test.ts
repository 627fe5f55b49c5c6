import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildCli, findBuiltCli } from "../../../local-cloud/pulumi-cli/build";
import { builtVersion } from "../../../local-cloud/pulumi-cli/pin";

const binary = `#!/bin/sh\ncase "$1" in version) echo v${builtVersion} ;; *) echo "ran $*" ;; esac\n`;
const commands = {
    go: `#!/bin/sh\nPATH=/usr/bin:/bin\nwhile [ "$1" != -o ]; do shift; done\nmkdir -p "$(dirname "$2")"\ncat > "$2" <<'END'\n${binary}END\nchmod +x "$2"\n`,
    goFailing: "#!/bin/sh\necho 'compile: out of memory' >&2\nexit 1\n",
};

describe("the CLI built for the local cloud", () => {
    const path = process.env.PATH;
    let bin: string;
    let tools: string;
    beforeEach(async () => {
        const folder = await realpath(await mkdtemp(join(tmpdir(), "pulumi-cli-")));
        bin = join(folder, "bin");
        tools = join(folder, "tools");
        await mkdir(bin);
        process.env.PATH = bin;
    });
    afterEach(async () => {
        process.env.PATH = path;
        await rm(dirname(bin), { recursive: true });
    });

    const build = () => buildCli(tools, () => {});
    const listParts = async () => (await readdir(join(tools, "pulumi-cli"))).filter((name) => name.endsWith(".part"));
    async function installGo(command: keyof typeof commands): Promise<void> {
        await writeFile(join(bin, "go"), commands[command]);
        await chmod(join(bin, "go"), 0o755);
    }

    it("is built once and kept", async () => {
        await installGo("go");
        assert.equal(await findBuiltCli(tools), undefined);
        const { pulumi } = await build();
        await rm(join(bin, "go"));
        assert.equal((await findBuiltCli(tools))?.pulumi, pulumi);
        assert.deepEqual(await listParts(), []);
    });

    it("has this clone's language host beside its binary, even after the tools were moved", async () => {
        await installGo("go");
        await build();
        await rename(tools, `${tools}-moved`);
        tools = `${tools}-moved`;
        const { folder } = (await findBuiltCli(tools)) ?? assert.fail("it is there");
        const host = await realpath(join(folder, "libexec", "pulumi-language-nodejs"));
        assert.equal(host, join(__dirname, "../../../local-cloud/pulumi-cli/language-host/pulumi-language-nodejs"));
    });

    it("names Go if it is missing", async () => {
        await assert.rejects(build, { message: "go is not on PATH" });
    });

    it("leaves nothing from a failed build that blocks the next", async () => {
        await installGo("goFailing");
        await assert.rejects(build, /^Error: go could not build it \(compile: out of memory; see .*build\.log\)$/);
        assert.deepEqual(await listParts(), []);
        await installGo("go");
        await build();
    });

    it("removes what a killed build left, but not a running build's files", async () => {
        const gone = 2 ** 22 + 1; // above the highest process id
        await mkdir(join(tools, `pulumi-cli/built-1.${gone}.part`), { recursive: true });
        await mkdir(join(tools, `pulumi-cli/built-1.${process.ppid}.part`));
        await installGo("go");
        await build();
        assert.deepEqual(await listParts(), [`built-1.${process.ppid}.part`]);
    });

    describe("when it is run", () => {
        let pulumi: string;
        beforeEach(async () => {
            await installGo("go");
            pulumi = (await build()).pulumi;
        });
        const run = (args: string[], env: Record<string, string>) => {
            const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
            const { status, stdout, stderr } = spawnSync(pulumi, args, { env: { PATH, ...env }, encoding: "utf8" });
            return { status, stdout, stderr };
        };

        it("runs on loopback with its arguments unchanged", () => {
            const env = { PULUMI_BACKEND_URL: "file:///state", AWS_ENDPOINT_URL: "https://127.0.0.1:4566" };
            assert.deepEqual(run(["up", "--message", "a b"], env), {
                status: 0,
                stdout: "ran up --message a b\n",
                stderr: "",
            });
        });

        const real = { PULUMI_BACKEND_URL: "s3://devmin-core-dev-state?region=eu-central-1" };
        it("refuses a backend that is not on loopback with a message and exit code 1, and runs nothing", () => {
            assert.deepEqual(run(["up", "--yes"], real), {
                status: 1,
                stdout: "",
                stderr:
                    "pulumi: this program was built for devmin's local cloud and only works on loopback, but PULUMI_BACKEND_URL is " +
                    "s3://devmin-core-dev-state?region=eu-central-1. For a real account install the official Pulumi CLI " +
                    "(https://www.pulumi.com/docs/install); to use this one anyway, pass --allow-built-cli.\n",
            });
        });

        for (const args of [
            ["--allow-built-cli", "up"],
            ["up", "--allow-built-cli"],
        ]) {
            it(`runs anyway with ${args.join(" ")}`, () => {
                assert.deepEqual(run(args, real), { status: 0, stdout: "ran up\n", stderr: "" });
            });
        }

        it("prints its version with any backend", () => {
            assert.equal(run(["version"], {}).stdout, `v${builtVersion}\n`);
        });
    });
});
