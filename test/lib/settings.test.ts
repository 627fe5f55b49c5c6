import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    assertEnvironmentVariables,
    defineChoice,
    defineList,
    defineObject,
    defineText,
    defineTimestamp,
    defineWholeNumber,
    locationSettings,
    readSettings,
} from "../../lib/settings";

const definitions = {
    ...locationSettings,
    alertEmail: defineText("an e-mail address", /@/, { example: "you@example.org" }),
    days: defineWholeNumber(1, 30, { default: 7 }),
    mechanism: defineChoice("PLAIN", "SCRAM-SHA-512"),
    until: defineTimestamp({ command: "./devmin lease extend 4h" }),
    keys: defineObject("an object of names", { example: `'{"a":1}'` }),
    deployers: defineList("ARNs", /^arn:/, { example: "arn:aws:iam::123456789012:root", default: [] }),
};

const good = {
    "devmin-core:account": "123456789012",
    "aws:region": "eu-central-1",
    "devmin-core:alertEmail": "a@b.org",
    "devmin-core:until": "2026-11-24T18:00:00Z",
};

function read(config: Record<string, string>) {
    pulumi.runtime.setAllConfig(config);
    return readSettings("core", definitions);
}

describe("settings", () => {
    before(() =>
        pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "devmin-core"),
    );
    after(() => {
        pulumi.runtime.setAllConfig({});
    });

    it("have defaults, except those that only the user knows", () => {
        assert.deepEqual(read(good), {
            account: "123456789012",
            "aws:region": "eu-central-1",
            alertEmail: "a@b.org",
            days: 7,
            mechanism: "PLAIN",
            until: "2026-11-24T18:00:00Z",
            keys: {},
            deployers: [],
        });
    });

    it("read an object as Pulumi passes it", () => {
        assert.deepEqual(read({ ...good, "devmin-core:keys": '{"pulse":{"current":2}}' }).keys, {
            pulse: { current: 2 },
        });
    });

    it("read a list as Pulumi passes it", () => {
        const given = { ...good, "devmin-core:deployers": '["arn:a","arn:b"]' };
        assert.deepEqual(read(given).deployers, ["arn:a", "arn:b"]);
    });

    const cases: { title: string; config: Record<string, string>; says: string }[] = [
        ...["me", "{}", '["me"]'].map((given) => ({
            title: `${given} where a list is expected`,
            config: { ...good, "devmin-core:deployers": given },
            says:
                `devmin-core:deployers is ${JSON.stringify(given)}: it must be a list of ARNs. ` +
                `Set it with: pulumi config set -C core deployers '["arn:aws:iam::123456789012:root"]'`,
        })),
        {
            title: "an empty text",
            config: { ...good, "devmin-core:alertEmail": "" },
            says: 'devmin-core:alertEmail is "": it must be an e-mail address. Set it with: pulumi config set -C core alertEmail you@example.org',
        },
        {
            title: "an account id of four digits",
            config: { ...good, "devmin-core:account": "1234" },
            says: 'devmin-core:account is "1234": it must be the AWS account\'s id, twelve digits. Set it with: pulumi config set -C core account 123456789012',
        },
        {
            title: "a region name that is not valid",
            config: { ...good, "aws:region": "Frankfurt" },
            says: 'aws:region is "Frankfurt": it must be an AWS region outside China, GovCloud and the isolated partitions. Set it with: pulumi config set -C core aws:region eu-central-1',
        },
        {
            title: "a number out of bounds",
            config: { ...good, "devmin-core:days": "31" },
            says: 'devmin-core:days is "31": it must be a whole number from 1 to 30. Set it with: pulumi config set -C core days 7',
        },
        {
            title: "a value that is not among the choices",
            config: { ...good, "devmin-core:mechanism": "plain" },
            says: 'devmin-core:mechanism is "plain": it must be one of PLAIN, SCRAM-SHA-512. Set it with: pulumi config set -C core mechanism PLAIN',
        },
        ...["2", "[1]", "null", "not JSON"].map((keys) => ({
            title: `${keys} where an object is expected`,
            config: { ...good, "devmin-core:keys": keys },
            says: `devmin-core:keys is ${JSON.stringify(keys)}: it must be an object of names. Set it with: pulumi config set -C core keys '{"a":1}'`,
        })),
        {
            title: "a time that is not in UTC",
            config: { ...good, "devmin-core:until": "2026-11-24T18:00:00+01:00" },
            says: 'devmin-core:until is "2026-11-24T18:00:00+01:00": it must be a time in UTC, for example 2026-11-24T18:00:00Z. Set it with: ./devmin lease extend 4h',
        },
        {
            title: "a key that is misspelt",
            config: { ...good, "devmin-core:dyas": "3" },
            says: "devmin-core:dyas is not a setting of devmin-core: it must be one of account, alertEmail, days, mechanism, until, keys, deployers. Remove it with: pulumi config rm -C core dyas",
        },
    ];
    for (const { title, config, says } of cases) {
        it(`refuse ${title}, naming the command that sets it`, () =>
            assert.throws(() => read(config), { message: says }));
    }

    it("that are required and not set are refused", () => {
        const { "devmin-core:account": _, ...config } = good;
        assert.throws(() => read(config), { message: /^devmin-core:account is not set: it must be/ });
    });

    it("report all problems at once, a line each", () => {
        assert.throws(
            () => read({}),
            ({ message }: Error) => message.split("\n").length === 4,
        );
    });

    it("from environment variables are refused when missing, without any value in the message", () => {
        assert.throws(() => assertEnvironmentVariables({ DEVMIN_TEST_ABSENT: "a key" }), {
            message: "DEVMIN_TEST_ABSENT is not set: it must be a key. Set it with: export DEVMIN_TEST_ABSENT=…",
        });
    });
});
