import assert from "node:assert/strict";
import { noPlaintextSecretsInEnv } from "../../../../policy-pack/rules/secrets/no-plaintext-secrets-in-env";
import { evaluateResourcePolicy } from "../../evaluate-policy";

describe("policy no-plaintext-secrets-in-env", () => {
    const evaluate = (containerDefinitions: unknown) =>
        evaluateResourcePolicy(noPlaintextSecretsInEnv, {
            type: "aws:ecs/taskDefinition:TaskDefinition",
            props: { containerDefinitions },
        });
    const with_ = (environment: unknown) => evaluate(JSON.stringify([{ environment }]));
    const noList = ["containerDefinitions is not a list of containers: write it as JSON."];
    const expected = [
        "environment variable PASSWORD contains a plaintext secret; store it in Secrets Manager and put its ARN in secrets.",
    ];

    it("denies a plaintext secret", async () => {
        assert.deepEqual(await with_([{ name: "PASSWORD", value: "hunter2" }]), expected);
    });
    for (const variable of [{ name: "PASSWORD" }, { name: "PASSWORD", value: "" }]) {
        it(`allows ${JSON.stringify(variable)}, which contains no secret`, async () => {
            assert.deepEqual(await with_([variable]), []);
        });
    }
    it("allows a container without a list of variables", async () => {
        assert.deepEqual(await with_(undefined), []);
        assert.deepEqual(await with_("none"), []);
    });
    for (const definitions of [undefined, "{}", "[", 7, ["[]"]]) {
        it(`denies ${JSON.stringify(definitions)}, which is not a list of containers`, async () => {
            assert.deepEqual(await evaluate(definitions), noList);
        });
    }
});
