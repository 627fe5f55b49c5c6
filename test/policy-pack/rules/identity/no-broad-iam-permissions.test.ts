import assert from "node:assert/strict";
import { noBroadIamPermissions } from "../../../../policy-pack/rules/identity/no-broad-iam-permissions";
import { evaluateResourcePolicy } from "../../evaluate-policy";

const reads = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::mine/*" };
const all = { Effect: "Allow", Action: "*", Resource: "*" };
const set = { type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", property: "inlinePolicy" };
const policy = { type: "aws:iam/policy:Policy", property: "policy" };

describe("policy no-broad-iam-permissions", () => {
    const evaluate = (statements: unknown, { type, property } = policy) =>
        evaluateResourcePolicy(noBroadIamPermissions, {
            type,
            props: { [property]: JSON.stringify({ Statement: statements }) },
        });
    const allows = (what: string, at = "policy") => [
        `${at} allows ${what}; name the actions and the ARNs they apply to.`,
    ];
    it("allows named actions and resources", async () => assert.deepEqual(await evaluate([reads]), []));
    it("denies one statement among others", async () => {
        assert.deepEqual(await evaluate([reads, all]), allows("everything on everything"));
    });
    it("denies every action on NotResource", async () => {
        const { Resource, ...rest } = all;
        assert.deepEqual(await evaluate([{ ...rest, NotResource: Resource }]), allows("everything on everything"));
    });
    it("denies every action on a resource pattern that matches everything", async () => {
        assert.deepEqual(await evaluate([{ ...all, Resource: "*:*" }]), allows("everything on everything"));
    });
    it("allows every action on one resource", async () => {
        assert.deepEqual(await evaluate([{ ...all, Resource: "arn:aws:s3:::mine" }]), []);
    });
    it("allows a statement that denies every action", async () => {
        assert.deepEqual(await evaluate([reads, { ...all, Effect: "Deny" }]), []);
    });
    it("checks the inline policy of a permission set", async () => {
        assert.deepEqual(await evaluate([all], set), allows("everything on everything", "inlinePolicy"));
    });
    for (const statements of [undefined, [], ["all"]]) {
        it(`denies an invalid document: ${JSON.stringify({ Statement: statements })}`, async () => {
            assert.deepEqual(await evaluate(statements), [
                "policy is not a policy document: write it as JSON with at least one statement.",
            ]);
        });
    }
});
