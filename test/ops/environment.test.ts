import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSecretsProviderUrl, readEnvironment, readStackName } from "../../ops/environment";

const good = 'config:\n  aws:region: eu-central-1\n  devmin-core:account: "123456789012"\n';

describe("an environment", () => {
    let root: string;
    const endpoint = process.env.AWS_ENDPOINT_URL;
    beforeEach(() => {
        delete process.env.AWS_ENDPOINT_URL;
        root = mkdtempSync(join(tmpdir(), "devmin-environment-"));
        mkdirSync(join(root, "core"));
        writeFileSync(join(root, "core", "Pulumi.dev.yaml"), good);
    });
    afterEach(() => {
        if (endpoint) process.env.AWS_ENDPOINT_URL = endpoint;
        rmSync(root, { recursive: true });
    });

    it("has the URLs of its states and its key from core's configuration alone", () => {
        const env = readEnvironment(root, "dev");
        assert.equal(
            env.backendUrl,
            "s3://devmin-core-dev-state-123456789012-eu-central-1?region=eu-central-1&awssdk=v2",
        );
        assert.equal(
            buildSecretsProviderUrl(env, "kafka"),
            "awskms://alias/devmin-core-dev-key-123456789012-eu-central-1?region=eu-central-1&awssdk=v2&context_layer=kafka",
        );
    });

    it("keeps the encryption context that the summary's stack configurations have", () => {
        assert.match(buildSecretsProviderUrl(readEnvironment(root, "dev"), "summary"), /&context_layer=card$/);
    });

    it("uses the endpoint that the AWS SDKs use", () => {
        process.env.AWS_ENDPOINT_URL = "https://127.0.0.1:4566";
        try {
            const query = new URL(readEnvironment(root, "dev").backendUrl).searchParams;
            assert.equal(query.get("endpoint"), "https://127.0.0.1:4566");
            assert.equal(query.get("s3ForcePathStyle"), "true");
        } finally {
            delete process.env.AWS_ENDPOINT_URL;
        }
    });

    for (const url of ["garbage", "ftp://127.0.0.1:4566", "localhost:4566"]) {
        it(`refuses an endpoint that is not a web address: ${url}`, () => {
            process.env.AWS_ENDPOINT_URL = url;
            try {
                assert.throws(() => readEnvironment(root, "dev"), {
                    message: `AWS_ENDPOINT_URL is ${JSON.stringify(url)}: it must be a URL, for example https://localhost:4566; for a real account unset it.`,
                });
            } finally {
                delete process.env.AWS_ENDPOINT_URL;
            }
        });
    }

    it("names the missing configuration file", () => {
        assert.throws(() => readEnvironment(root, "alice"), { message: /core\/Pulumi\.alice\.yaml/ });
    });

    for (const [what, line, message] of [
        [
            "an account that lost its first zero, as it is not in quotes",
            "devmin-core:account: 012345678901",
            /^devmin-core:account is 12345678901 in core\/Pulumi\.dev\.yaml: it must be the AWS account's id, twelve digits, in quotes/,
        ],
        ["an account that is empty", "devmin-core:account:", /^devmin-core:account is null in/],
        [
            "a region that is none",
            "aws:region: mars",
            /^aws:region is "mars" in core\/Pulumi\.dev\.yaml: it must be an AWS region/,
        ],
    ] as const) {
        it(`refuses ${what}`, () => {
            const key = line.split(": ")[0]?.replace(/:$/, "") as string;
            const changed = good.replace(new RegExp(`  ${key}:.*`), `  ${line}`);
            writeFileSync(join(root, "core", "Pulumi.dev.yaml"), changed);
            assert.throws(() => readEnvironment(root, "dev"), { message });
        });
    }

    for (const key of ["aws:region", "devmin-core:account"]) {
        it(`names the missing ${key}`, () => {
            const without = good.split("\n").filter((line) => !line.includes(key));
            writeFileSync(join(root, "core", "Pulumi.dev.yaml"), without.join("\n"));
            assert.throws(() => readEnvironment(root, "dev"), {
                message: new RegExp(`^${key} is not set for the stack dev`),
            });
        });
    }
});

describe("the stack's name", () => {
    const shell = process.env.PULUMI_STACK;
    afterEach(() => {
        if (shell === undefined) delete process.env.PULUMI_STACK;
        else process.env.PULUMI_STACK = shell;
    });

    it("is that of PULUMI_STACK, else dev", () => {
        process.env.PULUMI_STACK = "alice2";
        assert.equal(readStackName(), "alice2");
        process.env.PULUMI_STACK = "";
        assert.equal(readStackName(), "dev");
    });

    for (const name of ["../dev", "dev-2", "Dev", "org/dev", "dev\n"]) {
        it(`is refused when it is ${JSON.stringify(name)}`, () => {
            process.env.PULUMI_STACK = name;
            assert.throws(readStackName, {
                message: `PULUMI_STACK is ${JSON.stringify(name)}: it must be lower-case letters and digits, because it is a part of every name, for example "dev".`,
            });
        });
    }
});
