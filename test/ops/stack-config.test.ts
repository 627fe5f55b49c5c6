import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editStackConfig, getStackConfigFile, readStackConfig } from "../../ops/stack-config";

describe("a stack configuration", () => {
    let env: { root: string; stack: string };
    beforeEach(() => {
        env = { root: mkdtempSync(join(tmpdir(), "devmin-config-")), stack: "dev" };
        mkdirSync(join(env.root, "core"));
    });
    afterEach(() => rmSync(env.root, { recursive: true }));
    const write = (content: string) => writeFileSync(getStackConfigFile(env, "core"), content);

    it("is in the project's folder, the environment summary's at the root", () => {
        assert.equal(getStackConfigFile(env, "core"), join(env.root, "core", "Pulumi.dev.yaml"));
        assert.equal(getStackConfigFile(env, "summary"), join(env.root, "Pulumi.dev.yaml"));
    });

    it("has the values as written, and the secrets provider", () => {
        write(
            'secretsprovider: awskms://it\nconfig:\n  devmin-core:account: "012345678901"\n  devmin-core:budget: 25\n',
        );
        assert.deepEqual(readStackConfig(env, "core"), {
            config: { "devmin-core:account": "012345678901", "devmin-core:budget": 25 },
            secretsprovider: "awskms://it",
        });
    });

    for (const content of [undefined, "", "config:\n"]) {
        it(`has no values when the file is ${JSON.stringify(content) ?? "missing"}`, () => {
            if (content !== undefined) write(content);
            assert.deepEqual(readStackConfig(env, "core").config, {});
        });
    }

    for (const [title, use] of [
        ["read", () => readStackConfig(env, "core")],
        ["edited", () => editStackConfig(env, "core", () => {})],
    ] as const) {
        it(`that is not valid YAML is not ${title}, and the message names file and line`, () => {
            write('config:\n  a: "b\n');
            assert.throws(use, { message: /^\/.*core\/Pulumi\.dev\.yaml is not valid YAML: .* line 3/s });
            assert.equal(readFileSync(getStackConfigFile(env, "core"), "utf8"), 'config:\n  a: "b\n');
        });
    }

    for (const [content, part] of [
        ["core", "it"],
        ["- config", "it"],
        ["config: aws:region", "config"],
        ["config:\n  - aws:region", "config"],
    ] as const) {
        it(`that is ${JSON.stringify(content)} is refused`, () => {
            write(content);
            assert.throws(() => readStackConfig(env, "core"), {
                message: new RegExp(
                    `core/Pulumi\\.dev\\.yaml is not a stack configuration: ${part} must be a mapping, for example`,
                ),
            });
        });
    }

    it("that is a folder is refused", () => {
        mkdirSync(getStackConfigFile(env, "core"));
        assert.throws(() => readStackConfig(env, "core"), {
            message:
                /Pulumi\.dev\.yaml cannot be read \(EISDIR: .*\): it must be a file that you may read and write\.$/,
        });
    });

    it("keeps comments and other values when it is edited", () => {
        write("encryptionsalt: v1\n# ours\nconfig:\n    a: 1 # one\n");
        editStackConfig(env, "core", (document) => {
            document.delete("encryptionsalt");
            document.setIn(["config", "b"], "2");
        });
        assert.equal(
            readFileSync(getStackConfigFile(env, "core"), "utf8"),
            '# ours\nconfig:\n    a: 1 # one\n    b: "2"\n',
        );
    });

    it("is not written when nothing changes, not even to indent it differently", () => {
        write("config:\n  a: 1\n");
        editStackConfig(env, "core", (document) => document.setIn(["config", "a"], 1));
        assert.equal(readFileSync(getStackConfigFile(env, "core"), "utf8"), "config:\n  a: 1\n");
        editStackConfig(env, "summary", (document) => document.has("encryptionsalt"));
        assert.ok(!existsSync(getStackConfigFile(env, "summary")));
    });

    it("is created when there is none to edit", () => {
        assert.ok(!existsSync(getStackConfigFile(env, "core")));
        editStackConfig(env, "core", (document) => document.setIn(["config", "a"], 1));
        assert.deepEqual(readStackConfig(env, "core").config, { a: 1 });
    });
});
