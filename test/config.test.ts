import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { Refusal } from "../lib/refusal";

/** Per layer, a configuration with every setting it has. */
const good: Record<string, Record<string, string>> = {
    core: {
        "aws:region": "eu-central-1",
        "devmin-core:account": "123456789012",
        "devmin-core:alertEmail": "you@example.org",
        "devmin-core:monthlyBudget": "25",
        "devmin-core:budgetFilter": "account",
        "devmin-core:stateHistoryDays": "90",
        "devmin-core:evidenceRetentionDays": "30",
        "devmin-core:artifactDays": "30",
        "devmin-core:trail": "adopt",
        "devmin-core:trailDays": "90",
        "devmin-core:deployers": '["arn:aws:iam::123456789012:role/developers"]',
        "devmin-core:sessionHours": "1",
        "devmin-core:githubRepository": "you/devmin",
        "devmin-core:githubRepositoryId": "456789",
        "devmin-core:githubOwnerId": "123456",
        "devmin-core:githubBranch": "main",
        "devmin-core:githubProvider": "adopt",
    },
    kafka: {
        "aws:region": "eu-central-1",
        "devmin-kafka:account": "123456789012",
        "devmin-kafka:maxEcku": "1",
        "devmin-kafka:environmentId": "env-a1b2c3",
        "devmin-kafka:clusterId": "lkc-a1b2c3",
        "devmin-kafka:keys": '{"pulse":{"current":2,"previous":1}}',
        "confluentcloud:endpoint": "https://api.confluent.cloud",
    },
    demo: {
        "aws:region": "eu-central-1",
        "devmin-demo:account": "123456789012",
        "devmin-demo:logDays": "7",
        "devmin-demo:cpuArchitecture": "ARM64",
        "devmin-demo:capacity": "spot",
        "devmin-demo:leaseUntil": new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z$/, "Z"),
        "devmin-demo:maxLeaseHours": "12",
    },
};

type Values = Record<string, unknown>;

/** Loads a layer's config.ts with a configuration. */
function read(layer: string, config: Record<string, string>): Values {
    pulumi.runtime.setAllConfig(config);
    const modulePath = require.resolve(`../${layer}/config`);
    delete require.cache[modulePath];
    return require(modulePath).config;
}

/** The values read with one key changed, or the refusal. */
function readChanged(layer: string, key: string, given: string): Values | Refusal {
    try {
        return read(layer, { ...good[layer], [key]: given });
    } catch (error) {
        if ((error as Error).name === Refusal.name) return error as Refusal;
        throw error;
    }
}

/** Values valid for some key, values next to those, and arbitrary text. */
const givens = fc.oneof(
    fc.constantFrom(...Object.values(good).flatMap((config) => Object.values(config))),
    fc.constantFrom(
        "",
        " ",
        "true",
        "null",
        "[]",
        "{}",
        "-1",
        "0",
        "1.5",
        "1e3",
        "99999999999999999999",
        "7 ",
        "7\n",
        "é",
    ),
    fc.integer().map(String),
    fc.json(),
    fc.string({ unit: "binary" }),
);

for (const [layer, config] of Object.entries(good)) {
    describe(`the configuration of ${layer}`, () => {
        const shell = { ...process.env };
        let right: Values;
        before(async () => {
            Object.assign(process.env, { CONFLUENT_CLOUD_API_KEY: "K", CONFLUENT_CLOUD_API_SECRET: "s" });
            const world = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
            await pulumi.runtime.setMocks(world, `devmin-${layer}`, "dev");
            right = read(layer, config);
        });
        after(() => {
            process.env = shell;
            pulumi.runtime.setAllConfig({});
        });

        it("is tested with all of its settings", () => {
            const refusal = readChanged(layer, `devmin-${layer}:nonsense`, "1");
            assert.ok(refusal instanceof Error);
            const [, known = ""] = /it must be one of (.*)\. Remove it/.exec(refusal.message) ?? [];
            const here = Object.keys(config).filter((key) => key.startsWith("devmin-"));
            assert.deepEqual(
                known
                    .split(", ")
                    .map((key) => `devmin-${layer}:${key}`)
                    .sort(),
                here.sort(),
            );
        });

        for (const key of Object.keys(config)) {
            it(`accepts valid values of ${key}, and refuses others with what is allowed`, () => {
                const name = key.replace(`devmin-${layer}:`, "");
                fc.assert(
                    fc.property(givens, (given) => {
                        const answer = readChanged(layer, key, given);
                        if (answer instanceof Error) {
                            assert.match(
                                answer.message,
                                /^([^\n]+ (is|has) [^\n]+: it (must|may) [^\n]+\. (Set|Remove) it with: [^\n]+\n?)+$/,
                            );
                            assert.ok(
                                answer.message.startsWith(key.includes(":") ? key : `devmin-${layer}:${key}`),
                                answer.message,
                            );
                        } else assert.equal(typeof answer[name], typeof right[name]);
                    }),
                    { numRuns: 30 },
                );
            });
        }
    });
}
