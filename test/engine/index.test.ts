import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findEngine } from "../../engine";
import { pinned } from "../../engine/pin";

const cli = `#!/bin/sh\necho v${pinned}\n`;
/** Commands that behave as the real ones do, in a script each. Only what a test installs is on PATH. */
const commands = {
    pulumi: "#!/bin/sh\necho v3.260.1\n",
    oldPulumi: "#!/bin/sh\necho v3.99.0\n",
    brokenPulumi: "#!/bin/sh\nexit 3\n",
    host: "#!/bin/sh\n",
    npm: `#!/bin/sh\nPATH=/usr/bin:/bin\nmkdir -p "$PULUMI_HOME/versions/${pinned}/bin"\ncd "$PULUMI_HOME/versions/${pinned}/bin"\nprintf '${cli}' > pulumi\nchmod +x pulumi\n`,
    npmOffline: "#!/bin/sh\necho 'pulumi: fetch failed' >&2\nexit 1\n",
    go: `#!/bin/sh\nPATH=/usr/bin:/bin\nwhile [ "$1" != -o ]; do shift; done\nprintf '${cli}' > "$2"\nchmod +x "$2"\n`,
    goFailing: "#!/bin/sh\necho 'compile: out of memory' >&2\nexit 1\n",
};

describe("findEngine", () => {
    const path = process.env.PATH;
    let bin: string;
    let tools: string;
    let said: string[];

    beforeEach(async () => {
        const folder = await realpath(await mkdtemp(join(tmpdir(), "engine-")));
        bin = join(folder, "bin");
        tools = join(folder, "tools");
        await mkdir(bin);
        process.env.PATH = bin;
        said = [];
    });
    afterEach(async () => {
        process.env.PATH = path;
        await rm(dirname(bin), { recursive: true });
    });

    const find = () => findEngine({ tools, say: (line) => said.push(line) });
    const parts = async () => (await readdir(join(tools, "engine"))).filter((name) => name.endsWith(".part"));

    it("takes the pulumi on PATH before anything else", async () => {
        await install({ pulumi: "pulumi", npm: "npm", go: "go" });
        const { pulumi, source, version } = await find();
        assert.deepEqual(
            { pulumi, source, version },
            { pulumi: join(bin, "pulumi"), source: "PATH", version: "3.260.1" },
        );
        assert.deepEqual(said, []);
    });

    it("leaves the official language host in charge where there is one", async () => {
        await install({ pulumi: "pulumi", "pulumi-language-nodejs": "host" });
        assert.deepEqual((await find()).path, []);
    });

    it("lends a pulumi without a Node language host ours", async () => {
        await install({ pulumi: "pulumi" });
        const [folder = ""] = (await find()).path;
        assert.match(await readFile(join(folder, "pulumi-language-nodejs"), "utf8"), /^#!\/usr\/bin\/env node/);
    });

    it("refuses a pulumi that is too old, and says what to do", async () => {
        await install({ pulumi: "oldPulumi" });
        await assert.rejects(find, {
            message: `${join(bin, "pulumi")} on PATH is Pulumi 3.99.0, devmin needs 3.254.0 or later: upgrade it, or take it off PATH and devmin brings its own.`,
        });
    });

    it("names a pulumi that does not run", async () => {
        await install({ pulumi: "brokenPulumi" });
        await assert.rejects(find, /bin\/pulumi does not run \(.*\): repair it or take it away\.$/s);
    });

    it("downloads the official CLI where there is none, and keeps it", async () => {
        await install({ npm: "npm", go: "go" });
        const { pulumi, path, source, version } = await find();
        assert.deepEqual({ source, version, path }, { source: "npm", version: pinned, path: [dirname(pulumi)] });
        assert.deepEqual(await parts(), []);
        await rm(join(bin, "npm"));
        assert.equal((await find()).pulumi, pulumi);
    });

    it("builds it with Go where it cannot be downloaded, says both, and keeps it", async () => {
        await install({ npm: "npmOffline", go: "go" });
        const { pulumi, source } = await find();
        assert.equal(source, "built");
        assert.match(
            said.join("\n"),
            /could not download it \(pulumi: fetch failed; .*\nbuilding the Pulumi CLI .* some minutes/,
        );
        await rm(join(bin, "go"));
        assert.equal((await find()).pulumi, pulumi);
    });

    it("puts our language host beside the CLI it built, also after the tools were moved", async () => {
        await install({ go: "go" });
        await find();
        await rename(tools, `${tools}-moved`);
        tools = `${tools}-moved`;
        const { pulumi } = await find();
        const host = await realpath(join(dirname(pulumi), "pulumi-language-nodejs"));
        assert.equal(host, join(__dirname, "../../engine/language-host/pulumi-language-nodejs"));
    });

    it("does not take its own CLI for the user's when that is on PATH", async () => {
        await install({ go: "go" });
        const { pulumi } = await find();
        process.env.PATH = `${bin}:${dirname(pulumi)}`;
        assert.equal((await find()).source, "built");
    });

    it("says in one sentence what is missing when no way is open", async () => {
        await assert.rejects(find, {
            message:
                "There is no Pulumi CLI: none is on PATH; there is no npm to download it with; there is no Go to build it with. " +
                `Install Pulumi ${pinned} (https://www.pulumi.com/docs/install) or Go (https://go.dev/dl), then try again.`,
        });
    });

    it("leaves nothing of a failed build that blocks the next", async () => {
        await install({ go: "goFailing" });
        await assert.rejects(find, /go could not build it \(compile: out of memory; see .*build\.log\)/);
        assert.deepEqual(await parts(), []);
        await install({ go: "go" });
        assert.equal((await find()).source, "built");
    });

    it("removes what a killed build left, but not what a running one is making", async () => {
        const gone = 2 ** 22 + 1; // above the highest process id
        await mkdir(join(tools, `engine/built-1.${gone}.part`), { recursive: true });
        await mkdir(join(tools, `engine/built-1.${process.ppid}.part`));
        await install({ go: "go" });
        await find();
        assert.deepEqual(await parts(), [`built-1.${process.ppid}.part`]);
    });

    async function install(names: Record<string, keyof typeof commands>): Promise<void> {
        for (const [name, command] of Object.entries(names)) {
            await writeFile(join(bin, name), commands[command]);
            await chmod(join(bin, name), 0o755);
        }
    }
});
