import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPython } from "../../../local-cloud/aws/python";

describe("local-cloud/aws python", () => {
    let folder: string;
    const python = async (name: string, version: string, venv = true) => {
        const file = join(folder, name);
        await writeFile(
            file,
            `#!/bin/sh\ncase "$2" in *version_info*) echo ${version} ;; *) exit ${venv ? 0 : 1} ;; esac\n`,
        );
        await chmod(file, 0o755);
        return file;
    };
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "devmin-"));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it("uses the first that is new enough", async () => {
        const names = [await python("old", "3 9"), await python("new", "3 12")];
        assert.equal(await findPython(names), names[1]);
    });

    const refusals = [
        {
            title: "no Python at all",
            make: async () => ["/nowhere/python3"],
            says: /there is no python3 on PATH; install it/,
        },
        {
            title: "a Python that is too old",
            make: async () => [await python("old", "3 9")],
            says: /needs Python 3\.10 or later .*old is 3\.9;/,
        },
        {
            title: "a Python without venv",
            make: async () => [await python("bare", "3 11", false)],
            says: /bare is 3\.11 without venv; .*python3-venv/,
        },
    ];
    for (const { title, make, says } of refusals) {
        it(`says what to install if there is ${title}`, async () => {
            await assert.rejects(findPython(await make()), { message: says });
        });
    }

    it("pins every package by version and hash, and no host", async () => {
        const text = await readFile(join(__dirname, "../../../local-cloud/aws/requirements.txt"), "utf8");
        const packages = text.replace(/^#.*\n/gm, "").split(/\n(?=\S)/);
        for (const entry of packages)
            assert.match(entry, /^[a-z0-9-]+==[\w.]+[^\n]*( \\\n {4}--hash=sha256:[0-9a-f]{64})+\n?$/);
        assert.doesNotMatch(text, /https?:|--index/);
    });
});
