import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Environment } from "../../ops/environment";
import { pulumiFor } from "../../ops/pulumi";

describe("a verb's Pulumi", () => {
    const { PATH } = process.env;
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "devmin-pulumi-"));
        mkdirSync(join(root, "core"));
        process.env.PATH = [root, PATH].join(delimiter);
    });
    afterEach(() => {
        process.env.PATH = PATH;
        rmSync(root, { recursive: true });
    });

    it("has the policy pack attached, whatever the shell says", async () => {
        const telling = '#!/bin/sh\n[ "$1" = version ] && echo v3.260.1 || echo "$PULUMI_OPTION_POLICY_PACK"\n';
        writeFileSync(join(root, "pulumi"), telling, { mode: 0o755 });
        const pulumi = await pulumiFor({ root, backend: "s3://state", stack: "dev" } as Environment, () => {});
        assert.equal(await pulumi("core", ["up"]), join(root, "policy-pack"));
    });
});
