import assert from "node:assert/strict";
import { decryptableLayers } from "../../core/iam/layer-secrets";
import type { Statement } from "../../lib/iam-policy";
import { buildArn, getRoleArn, type NamingScope, type RoleName, roles } from "../../lib/names";
import { evaluate } from "./iam-simulator";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const resource = buildArn(scope, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];
/** Evaluates for a principal whose own policy allows everything, so that the key policy decides. */
const ask = (principal: string, layer: string, action = "kms:Decrypt") =>
    evaluate(scope, principal, everything, {
        action,
        resource,
        context: { "kms:EncryptionContext:layer": layer },
    });

describe("the key policy", () => {
    for (const role of roles) {
        for (const layer of ["core", "kafka", "demo"]) {
            const isAllowed = decryptableLayers[role as RoleName].includes(layer);
            it(`${isAllowed ? "lets" : "does not let"} ${role} decrypt Pulumi secrets of ${layer}`, async () => {
                assert.equal(await ask(getRoleArn(scope, role), layer), isAllowed ? "Allowed" : "ExplicitlyDenied");
            });
        }
    }

    it("lets no role re-encrypt another layer's secret as its own", async () => {
        const answer = await evaluate(scope, getRoleArn(scope, "deploy-demo"), everything, {
            action: "kms:ReEncryptFrom",
            resource,
            context: { "kms:EncryptionContext:layer": "kafka" },
        });
        assert.equal(answer, "ExplicitlyDenied");
    });

    it("lets no other role of devmin decrypt any layer's secrets", async () => {
        const other = buildArn(scope, "iam", "role/devmin-core-alice-deploy-kafka-123456789012-eu-central-1");
        assert.equal(await ask(other, "kafka"), "ExplicitlyDenied");
    });

    it("leaves other principals to the account's own policies", async () => {
        const administrator = "arn:aws:iam::123456789012:role/administrator";
        const context = { "kms:EncryptionContext:layer": "kafka", "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
        assert.equal(
            await evaluate(scope, administrator, everything, { action: "kms:Decrypt", resource, context }),
            "Allowed",
        );
    });
});
