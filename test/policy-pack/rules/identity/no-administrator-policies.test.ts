import assert from "node:assert/strict";
import { noAdministratorPolicies } from "../../../../policy-pack/rules/identity/no-administrator-policies";
import { evaluateResourcePolicy } from "../../evaluate-policy";

const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const places = [
    { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", at: "policyArn", props: { policyArn: administrator } },
    {
        type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        at: "policyArns.0",
        props: { policyArns: [administrator] },
    },
    { type: "aws:iam/policyAttachment:PolicyAttachment", at: "policyArn", props: { policyArn: administrator } },
    { type: "aws:iam/role:Role", at: "managedPolicyArns.0", props: { managedPolicyArns: [administrator] } },
];

describe("policy no-administrator-policies", () => {
    for (const { type, at, props } of places) {
        it(`denies an administrator's policy at ${at} of ${type}`, async () => {
            assert.deepEqual(await evaluateResourcePolicy(noAdministratorPolicies, { type, props }), [
                `${at} is ${administrator}; attach a policy that names its actions and resources.`,
            ]);
        });
    }
});
