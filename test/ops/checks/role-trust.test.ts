import assert from "node:assert/strict";
import { roleTrustCheck } from "../../../ops/checks/role-trust";
import { findProblems } from "./find-problems";

const account = "arn:aws:iam::123456789012:root";
const developers = "arn:aws:iam::123456789012:role/developers";
const workflow = { Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: "arn:provider" } };

/** What the check finds when the auditor trusts these principals, and every other role developers alone. */
const findWith = (AWS: string | string[]) =>
    findProblems(
        roleTrustCheck,
        { core: {} },
        {
            GetRole: ({ RoleName }: { RoleName: string }) => {
                const principals = RoleName.includes("auditor") ? AWS : [developers];
                const Statement = [{ Action: "sts:AssumeRole", Principal: { AWS: principals } }, workflow];
                return { Role: { AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Statement })) } };
            },
        },
    );

describe("the check of who may assume the roles", () => {
    it("passes when every role names its principals", async () => {
        assert.deepEqual(await findWith(developers), []);
    });

    for (const open of [account, [developers, account], "*"]) {
        it(`warns of a role that trusts ${JSON.stringify(open)}, with the command that names who may`, async () => {
            const [problem, ...others] = await findWith(open);
            assert.match(
                problem ?? "",
                /^every principal of account 123456789012 .* may assume auditor: .* deployers '\["arn:aws:iam::123456789012:role\/NAME"\]'/,
            );
            assert.deepEqual(others, []);
        });
    }

    it("is a warning, as the environment works without it", () => {
        assert.equal(roleTrustCheck.isAdvice, true);
    });
});
