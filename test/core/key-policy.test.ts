import assert from "node:assert/strict";
import { decryptableLayers } from "../../core/iam/layer-secrets";
import type { Statement } from "../../lib/iam-policy";
import { buildArn, getRoleArn, type NamingScope, type RoleName, roles } from "../../lib/names";
import { evaluate } from "./iam-simulator";

const place: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const resource = buildArn(place, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];
/** Asked of somebody whose own policy allows everything, so that the key's policy decides. */
const ask = (principal: string, layer: string, action = "kms:Decrypt") =>
    evaluate(place, principal, everything, {
        action,
        resource,
        context: { "kms:EncryptionContext:layer": layer },
    });

describe("the key's policy", () => {
    for (const role of roles) {
        for (const layer of ["core", "kafka", "demo"]) {
            const may = decryptableLayers[role as RoleName].includes(layer);
            it(`${may ? "lets" : "does not let"} ${role} open Pulumi secrets of ${layer}`, async () => {
                assert.equal(await ask(getRoleArn(place, role), layer), may ? "Allowed" : "ExplicitlyDenied");
            });
        }
    }

    it("lets nobody reseal a secret of another layer's as their own", async () => {
        const answer = await evaluate(place, getRoleArn(place, "deploy-demo"), everything, {
            action: "kms:ReEncryptFrom",
            resource,
            context: { "kms:EncryptionContext:layer": "kafka" },
        });
        assert.equal(answer, "ExplicitlyDenied");
    });

    it("lets no other role of devmin's open any layer's", async () => {
        const other = buildArn(place, "iam", "role/devmin-core-alice-deploy-kafka-123456789012-eu-central-1");
        assert.equal(await ask(other, "kafka"), "ExplicitlyDenied");
    });

    it("lets the account's own policies decide on everybody else", async () => {
        const administrator = "arn:aws:iam::123456789012:role/administrator";
        const context = { "kms:EncryptionContext:layer": "kafka", "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
        assert.equal(
            await evaluate(place, administrator, everything, { action: "kms:Decrypt", resource, context }),
            "Allowed",
        );
    });
});
