import assert from "node:assert/strict";
import { secretsCheck } from "../../../ops/checks/secrets";
import { createAwsError } from "../../fake-aws";
import { findProblems } from "./find-problems";

const credentials = {
    bootstrapServers: "broker:9092",
    securityProtocol: "SASL_SSL",
    saslMechanism: "PLAIN",
    key: "KEY",
    secret: "its-secret",
};
const outputs = {
    core: { keyArn: "arn:core-key" },
    kafka: { applicationAccess: { pulse: { secretArn: "arn:pulse" }, ledger: { secretArn: "arn:ledger" } } },
};
/** What the check finds when the secret of `pulse` differs; the secret of `ledger` is good. */
const findWith = (secret: { value?: object | Error; key?: string | undefined }) => {
    const toResponse = (value: object) => (value instanceof Error ? value : { SecretString: JSON.stringify(value) });
    return findProblems(secretsCheck, outputs, {
        GetSecretValue: ({ SecretId }: { SecretId: string }) =>
            toResponse((SecretId === "arn:pulse" && secret.value) || credentials),
        DescribeSecret: ({ SecretId }: { SecretId: string }) => ({
            KmsKeyId: SecretId === "arn:pulse" && "key" in secret ? secret.key : "arn:core-key",
        }),
    });
};

describe("the check of the applications' secrets", () => {
    it("passes when every secret is complete and encrypted with core's key", async () => {
        assert.deepEqual(await findWith({}), []);
    });

    for (const part of Object.keys(credentials)) {
        it(`fails when a secret has no ${part}`, async () => {
            const { [part as keyof typeof credentials]: _, ...incomplete } = credentials;
            assert.deepEqual(await findWith({ value: incomplete }), [`the secret of pulse has no ${part}`]);
        });
    }

    it("fails when a part of a secret is empty", async () => {
        assert.deepEqual(await findWith({ value: { ...credentials, secret: "" } }), [
            "the secret of pulse has no secret",
        ]);
    });

    it("names every part that a secret lacks in one sentence", async () => {
        assert.deepEqual(await findWith({ value: { ...credentials, key: "", secret: "" } }), [
            "the secret of pulse has no key, secret",
        ]);
    });

    it("fails when a secret is encrypted with another key", async () => {
        assert.deepEqual(await findWith({ key: "arn:their-key" }), [
            "the secret of pulse is encrypted with arn:their-key",
        ]);
    });

    it("fails when a secret is encrypted with the account's default key", async () => {
        assert.deepEqual(await findWith({ key: undefined }), ["the secret of pulse is encrypted with the default key"]);
    });

    it("throws when a secret cannot be read, so that nothing unknown passes", async () => {
        await assert.rejects(findWith({ value: createAwsError("AccessDeniedException") }), {
            name: "AccessDeniedException",
        });
    });
});
