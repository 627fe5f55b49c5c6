import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callConfluentApi, createAwsClients, getCallerIdentity } from "../../../ops/clients/aws";
import { findProxy, readCertificateAuthorities } from "../../../ops/clients/proxy-agent";

const session = { accessKeyId: "AKIA", secretAccessKey: "it", sessionToken: "it", expiration: new Date() };
const aws = createAwsClients({ region: "eu-central-1" }, async () => session);

describe("behind a company's proxy", () => {
    const before = { ...process.env };
    let proxy: Server;
    let targets: string[];
    beforeEach(async () => {
        targets = [];
        proxy = createServer().on("connect", ({ url = "" }, socket) => {
            targets.push(url);
            socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        });
        await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
        for (const name of ["NO_PROXY", "no_proxy", "https_proxy", "AWS_ENDPOINT_URL"]) delete process.env[name];
        process.env.HTTPS_PROXY = `http://me:word@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
        process.env.CONFLUENT_CLOUD_API_KEY = "CKEY";
        process.env.CONFLUENT_CLOUD_API_SECRET = "it";
    });
    afterEach(async () => {
        process.env = { ...before };
        await new Promise((closed) => proxy.close(closed));
    });

    it("reaches AWS through the proxy", async () => {
        await assert.rejects(getCallerIdentity(aws));
        assert.deepEqual([...new Set(targets)], ["sts.eu-central-1.amazonaws.com:443"]);
    });

    it("reaches Confluent Cloud through the proxy", async () => {
        await assert.rejects(callConfluentApi("https://api.confluent.cloud", "/org/v2/environments"), /403/);
        assert.deepEqual(targets, ["api.confluent.cloud:443"]);
    });

    for (const [what, lifetimeMs, target] of [
        [
            "gets the credentials of a profile of IAM Identity Center",
            3_600_000,
            "portal.sso.eu-west-1.amazonaws.com:443",
        ],
        ["renews the token of such a profile", 60_000, "oidc.eu-west-1.amazonaws.com:443"],
    ] as const) {
        it(`${what} through the proxy`, async () => {
            const home = mkdtempSync(join(tmpdir(), "devmin-sso-"));
            try {
                writeSsoProfile(home, new Date(Date.now() + lifetimeMs));
                await assert.rejects(getCallerIdentity(createAwsClients({ region: "eu-central-1" })));
                assert.ok(targets.includes(target), targets.join());
            } finally {
                rmSync(home, { recursive: true });
            }
        });
    }

    it("assumes the role of a profile through the proxy", async () => {
        const home = mkdtempSync(join(tmpdir(), "devmin-sso-"));
        try {
            useProfile(
                home,
                "[profile work]\nrole_arn = arn:aws:iam::012345678901:role/it\nsource_profile = base\nregion = eu-west-1\n" +
                    "[profile base]\naws_access_key_id = AKIA\naws_secret_access_key = it\n",
            );
            await assert.rejects(getCallerIdentity(createAwsClients({ region: "eu-central-1" })));
            assert.deepEqual([...new Set(targets)], ["sts.eu-west-1.amazonaws.com:443"]);
        } finally {
            rmSync(home, { recursive: true });
        }
    });

    it("names a proxy that does not respond, without its password", async () => {
        process.env.HTTPS_PROXY = "http://me:word@127.0.0.1:9";
        const buildPattern = (subject: string) =>
            new RegExp(
                `^${subject} does not answer \\(.*ECONNREFUSED.*\\): check the network, and HTTPS_PROXY, which is http://127.0.0.1:9;`,
            );
        await assert.rejects(getCallerIdentity(aws), { message: buildPattern("AWS") });
        const confluent = callConfluentApi("https://api.confluent.cloud", "/org/v2/environments");
        await assert.rejects(confluent, { message: buildPattern("https://api.confluent.cloud") });
    });

    for (const [what, host, noProxy] of [
        ["this machine", "127.0.0.1", undefined],
        ["this machine by its name", "localhost", undefined],
        ["a host in NO_PROXY", "s3.eu-central-1.amazonaws.com", ".amazonaws.com"],
    ] as const) {
        it(`connects directly to ${what}`, () => {
            if (noProxy) process.env.NO_PROXY = noProxy;
            assert.equal(findProxy(host), undefined);
        });
    }
});

/** Makes the shell use the profile `work` of a configuration file. */
function useProfile(home: string, config: string): void {
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    writeFileSync(join(home, "config"), config);
    Object.assign(process.env, { HOME: home, AWS_PROFILE: "work", AWS_CONFIG_FILE: join(home, "config") });
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(home, "credentials");
    process.env.AWS_EC2_METADATA_DISABLED = "true";
}

/** A profile with a token as `aws sso login` leaves it. */
function writeSsoProfile(home: string, expiresAt: Date): void {
    useProfile(
        home,
        "[profile work]\nsso_session = us\nsso_account_id = 012345678901\nsso_role_name = it\nregion = eu-central-1\n" +
            "[sso-session us]\nsso_region = eu-west-1\nsso_start_url = https://us.awsapps.com/start\n",
    );
    const cache = join(home, ".aws", "sso", "cache");
    mkdirSync(cache, { recursive: true });
    const token = { accessToken: "it", refreshToken: "it", clientId: "it", clientSecret: "it", expiresAt };
    writeFileSync(join(cache, `${createHash("sha1").update("us").digest("hex")}.json`), JSON.stringify(token));
}

describe("the certificate authorities of the shell", () => {
    const { AWS_CA_BUNDLE } = process.env;
    afterEach(() => {
        if (AWS_CA_BUNDLE === undefined) delete process.env.AWS_CA_BUNDLE;
        else process.env.AWS_CA_BUNDLE = AWS_CA_BUNDLE;
    });

    it("are refused by the variable's name when their file cannot be read", () => {
        process.env.AWS_CA_BUNDLE = "/nonexistent/ca.pem";
        assert.throws(readCertificateAuthorities, {
            message: /^AWS_CA_BUNDLE is \/nonexistent\/ca\.pem, which cannot be read \(ENOENT.*\): set it to a file/,
        });
    });
});
