import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builtVersion } from "../../../local-cloud/pulumi-cli/pin";
import { ensurePulumiCli, findPulumiCli, pinnedVersion } from "../../../ops/pulumi/find-cli";

const inHome = `"$PULUMI_HOME/versions/${pinnedVersion}/bin`;
/** Fake commands, one script each. Only what a test installs is on PATH. */
const commands = {
    pulumi: "#!/bin/sh\necho v3.260.1\n",
    oldPulumi: "#!/bin/sh\necho v3.99.0\n",
    brokenPulumi: "#!/bin/sh\nexit 3\n",
    host: "#!/bin/sh\n",
    npm: `#!/bin/sh\nPATH=/usr/bin:/bin\nmkdir -p ${inHome}"\nprintf '#!/bin/sh\\necho v${pinnedVersion}\\n' > ${inHome}/pulumi"\nchmod +x ${inHome}/pulumi"\n`,
    npmOffline: "#!/bin/sh\necho 'pulumi: fetch failed' >&2\nexit 1\n",
};

describe("the Pulumi CLI", () => {
    const path = process.env.PATH;
    let bin: string;
    let toolsFolder: string;
    let logged: string[];

    beforeEach(async () => {
        const folder = await realpath(await mkdtemp(join(tmpdir(), "pulumi-")));
        bin = join(folder, "bin");
        toolsFolder = join(folder, "tools");
        await mkdir(bin);
        process.env.PATH = bin;
        logged = [];
    });
    afterEach(async () => {
        process.env.PATH = path;
        await rm(dirname(bin), { recursive: true });
    });

    const ensure = () => ensurePulumiCli({ toolsFolder, log: (line) => logged.push(line) });

    it("is the one on PATH before anything else", async () => {
        await install({ pulumi: "pulumi", "pulumi-language-nodejs": "host", npm: "npm" });
        assert.deepEqual(await ensure(), {
            pulumi: join(bin, "pulumi"),
            pathFolders: [],
            source: "PATH",
            version: "3.260.1",
            hasLanguageHost: true,
        });
        assert.deepEqual(logged, []);
    });

    it("may be a wrapper script whose language host is elsewhere", async () => {
        await install({ pulumi: "pulumi" });
        const { pulumi, hasLanguageHost } = await ensure();
        assert.deepEqual([pulumi, hasLanguageHost], [join(bin, "pulumi"), false]);
    });

    it("is not found in an excluded folder", async () => {
        await install({ pulumi: "pulumi" });
        assert.equal(await findPulumiCli({ toolsFolder, excludedFolder: bin }), undefined);
    });

    it("is refused when it is too old, naming what to do", async () => {
        await install({ pulumi: "oldPulumi" });
        await assert.rejects(ensure, {
            message: `${join(bin, "pulumi")} on PATH is Pulumi 3.99.0, devmin needs 3.254.0 or later: upgrade it, or remove it from PATH and devmin downloads its own.`,
        });
    });

    it("is named when it does not run", async () => {
        await install({ pulumi: "brokenPulumi" });
        await assert.rejects(ensure, /bin\/pulumi does not run \(.*\): repair or remove it\.$/s);
    });

    it("is downloaded when there is none, and kept", async () => {
        await install({ npm: "npm" });
        const { pulumi, pathFolders, source, version } = await ensure();
        assert.deepEqual(
            { source, version, pathFolders },
            { source: "npm", version: pinnedVersion, pathFolders: [dirname(pulumi)] },
        );
        assert.deepEqual(
            (await readdir(toolsFolder)).filter((name) => name.endsWith(".part")),
            [],
        );
        await rm(join(bin, "npm"));
        assert.equal((await ensure()).pulumi, pulumi);
    });

    for (const [what, npm, reason] of [
        [
            "cannot be downloaded",
            "npmOffline",
            /the npm package pulumi could not download it \(pulumi: fetch failed; see .*download\.log\)/,
        ],
        ["cannot be downloaded without npm", undefined, /npm is not on PATH to download it/],
    ] as const) {
        it(`that ${what} is reported in one sentence, naming what to install`, async () => {
            if (npm) await install({ npm });
            await assert.rejects(ensure, (error: Error) => {
                assert.match(error.message, reason);
                assert.match(
                    error.message,
                    /^no Pulumi CLI on PATH, and .*: install Pulumi [\d.]+ \(https:.*\), then try again\.$/,
                );
                return true;
            });
        });
    }

    it("has the version that the local cloud builds", () => {
        assert.equal(pinnedVersion, builtVersion);
    });

    async function install(names: Record<string, keyof typeof commands>): Promise<void> {
        for (const [name, command] of Object.entries(names)) {
            await writeFile(join(bin, name), commands[command]);
            await chmod(join(bin, name), 0o755);
        }
    }
});
