import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { formatPriceList } from "../../ops/cost/price-list";
import {
    assertInitInputs,
    createSettingLookup,
    readConfluentEndpoint,
    readInitInputs,
    writeStackConfig,
} from "../../ops/init";

const answers = { account: "012345678901", region: "eu-central-1", email: "me@example.org" };
const found = { trail: "make" };

describe("init", () => {
    let root: string;
    const file = (layer: string) => join(root, layer, "Pulumi.dev.yaml");
    const config = (layer: string) => parse(readFileSync(file(layer), "utf8")).config;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "devmin-"));
        for (const layer of ["core", "kafka", "demo"]) mkdirSync(join(root, layer));
    });
    afterEach(() => rmSync(root, { recursive: true }));

    it("writes the three layers' stack configuration, the account as a string", () => {
        assert.deepEqual(writeStackConfig(root, "dev", answers, found), ["core", "kafka", "demo"].map(file));
        assert.deepEqual(config("core"), {
            "aws:region": "eu-central-1",
            "devmin-core:account": "012345678901",
            "devmin-core:alertEmail": "me@example.org",
            "devmin-core:trail": "make",
        });
        assert.deepEqual(config("kafka"), { "aws:region": "eu-central-1", "devmin-kafka:account": "012345678901" });
        assert.deepEqual(config("demo"), { "aws:region": "eu-central-1", "devmin-demo:account": "012345678901" });
    });

    it("writes nothing a second time, and reads what it wrote", () => {
        writeStackConfig(root, "dev", answers, found);
        assert.deepEqual(writeStackConfig(root, "dev", answers, found), []);
        assert.deepEqual(readInitInputs(root, "dev"), { ...answers, budget: undefined, deployers: undefined });
        const isSet = createSettingLookup(root, "dev");
        assert.deepEqual([isSet("trail"), isSet("githubProvider")], [true, false]);
    });

    it("adds missing values and keeps the rest, including comments", () => {
        writeFileSync(file("kafka"), "config:\n    # ours\n    devmin-kafka:maxEcku: 2\n");
        writeStackConfig(root, "dev", answers, found);
        assert.match(readFileSync(file("kafka"), "utf8"), /# ours\n {4}devmin-kafka:maxEcku: 2\n {4}aws:region/);
    });

    it("accepts an account that was written without quotes", () => {
        writeFileSync(file("demo"), "config:\n    devmin-demo:account: 112345678901\n");
        writeStackConfig(root, "dev", { ...answers, account: "112345678901" }, found);
        assert.equal(config("demo")["devmin-demo:account"], 112345678901);
    });

    it("refuses to change the account, and writes nothing", () => {
        writeFileSync(file("demo"), 'config:\n    devmin-demo:account: "999999999999"\n');
        assert.throws(
            () => writeStackConfig(root, "dev", answers, found),
            /has devmin-demo:account: 999999999999, not 012345678901/,
        );
        assert.equal(existsSync(file("core")), false);
    });

    for (const [name, given] of [
        ["account", "12345"],
        ["region", "mars"],
        ["email", "nobody"],
        ["budget", "0"],
        ["budget", "10001"],
        ["deployers", "arn:aws:iam::1:role/me"],
        ["region", "cn-north-1"],
        ["region", "us-gov-west-1"],
    ]) {
        it(`refuses ${given} for the ${name}, with an example`, () => {
            assert.throws(
                () => assertInitInputs({ ...answers, [name as string]: given }),
                new RegExp(`^Error: ${name} is "${given}": it must be .*, for example .`),
            );
        });
    }

    it("writes a budget only if one is given, and reads it back", () => {
        writeStackConfig(root, "dev", { ...answers, budget: "400" }, found);
        assert.equal(config("core")["devmin-core:monthlyBudget"], "400");
        assert.equal(readInitInputs(root, "dev").budget, "400");
    });

    it("writes who may assume the roles as a list, and reads a list in either form back", () => {
        const deployers = "arn:aws:iam::012345678901:role/a,arn:aws:iam::012345678901:user/b";
        writeStackConfig(root, "dev", { ...answers, deployers }, found);
        assert.deepEqual(JSON.parse(config("core")["devmin-core:deployers"]), deployers.split(","));
        assert.equal(readInitInputs(root, "dev").deployers, deployers);
        assert.deepEqual(writeStackConfig(root, "dev", { ...answers, deployers }, found), []);
        const yaml = readFileSync(file("core"), "utf8").replace(
            /devmin-core:deployers: .*/,
            `devmin-core:deployers:\n        - ${deployers.split(",").join("\n        - ")}`,
        );
        writeFileSync(file("core"), yaml);
        assert.equal(readInitInputs(root, "dev").deployers, deployers);
        assert.deepEqual(writeStackConfig(root, "dev", { ...answers, deployers }, found), []);
    });

    it("reads the Confluent API's URL from kafka's configuration, and defaults to Confluent Cloud", () => {
        assert.equal(readConfluentEndpoint(root, "dev"), "https://api.confluent.cloud");
        writeFileSync(file("kafka"), "config:\n    confluentcloud:endpoint: http://127.0.0.1:1\n");
        assert.equal(readConfluentEndpoint(root, "dev"), "http://127.0.0.1:1");
    });

    it("refuses to take the real Confluent Cloud beside an emulator of AWS", () => {
        const { AWS_ENDPOINT_URL } = process.env;
        process.env.AWS_ENDPOINT_URL = "https://localhost:4566";
        try {
            assert.throws(() => readConfluentEndpoint(root, "dev"), {
                message:
                    /^AWS_ENDPOINT_URL is https:\/\/localhost:4566, but kafka\/Pulumi\.dev\.yaml has no confluentcloud:endpoint/,
            });
        } finally {
            if (AWS_ENDPOINT_URL === undefined) delete process.env.AWS_ENDPOINT_URL;
            else process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
        }
    });

    it("lists prices of every layer", () => {
        const text = formatPriceList().join("\n");
        assert.match(text, /core +a KMS key: 1 USD a month per key/);
        assert.match(text, /kafka +a Basic Kafka cluster: 0.14 USD per hour of an eCKU/);
        assert.match(text, /demo +an ECS service on Fargate: 29.55 USD a month per vCPU/);
    });
});
