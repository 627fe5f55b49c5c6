import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFolderAtomically } from "../../util/create-folder";

describe("a folder created atomically", () => {
    let home: string;
    let folder: string;
    beforeEach(async () => {
        home = await mkdtemp(join(tmpdir(), "devmin-create-"));
        folder = join(home, "tool");
    });
    afterEach(() => rm(home, { recursive: true }));

    it("does not exist before it is complete", async () => {
        await createFolderAtomically(folder, async (partialFolder) => {
            await writeFile(join(partialFolder, "file"), "content");
            assert.ok(!(await readdir(home)).includes("tool"));
        });
        assert.deepEqual(await readdir(home), ["tool"]);
        assert.equal(await readFile(join(folder, "file"), "utf8"), "content");
    });

    it("does not exist when filling it fails", async () => {
        await assert.rejects(
            createFolderAtomically(folder, async (partialFolder) => {
                await writeFile(join(partialFolder, "file"), "half");
                throw new Error("no route to host");
            }),
            { message: "no route to host" },
        );
        assert.deepEqual(await readdir(home), []);
    });

    it("is the one that another process has created meanwhile", async () => {
        await createFolderAtomically(folder, async () => {
            await mkdir(folder);
            await writeFile(join(folder, "file"), "theirs");
        });
        assert.equal(await readFile(join(folder, "file"), "utf8"), "theirs");
        assert.deepEqual(await readdir(home), ["tool"]);
    });

    it("has the permissions asked for", async () => {
        await createFolderAtomically(folder, async () => {}, { mode: 0o700 });
        assert.equal((await stat(folder)).mode & 0o777, 0o700);
    });

    it("has nothing of what a killed process with the same id left", async () => {
        await mkdir(join(home, `tool.${process.pid}.part`, "half"), { recursive: true });
        await createFolderAtomically(folder, async () => {});
        assert.deepEqual(await readdir(folder), []);
    });

    it("removes what killed processes left, but not what running ones are filling", async () => {
        const { pid } = spawnSync(process.execPath, ["--version"]);
        for (const owner of [pid, process.ppid])
            await mkdir(join(home, `tool.${owner}.part`, "in"), { recursive: true });
        await createFolderAtomically(folder, async () => {});
        assert.deepEqual((await readdir(home)).sort(), ["tool", `tool.${process.ppid}.part`]);
    });
});
