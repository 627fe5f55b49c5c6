import assert from "node:assert/strict";
import { assertBillingAccess } from "../../../ops/account/billing-access";
import type { Environment } from "../../../ops/environment";
import { awsClients, createAwsError, startFakeAws } from "../../fake-aws";

const env = { account: "123456789012", region: "eu-central-1", stack: "dev" } as Environment;
const denied =
    "User: arn:aws:iam::123456789012:user/a is not authorized to perform: budgets:ViewBudget on resource: arn:aws:budgets::123456789012:budget/b";

describe("the access to billing", () => {
    let cloud: ReturnType<typeof startFakeAws>;
    afterEach(() => cloud.stop());

    it("is there when Budgets answers that it has no such budget", async () => {
        cloud = startFakeAws({ DescribeBudget: createAwsError("NotFoundException") });
        await assertBillingAccess(env, awsClients);
        assert.deepEqual(cloud.calls, [
            [
                "DescribeBudget",
                { AccountId: "123456789012", BudgetName: "devmin-core-dev-budget-123456789012-eu-central-1" },
            ],
        ]);
    });

    it("is refused with who activates it where, and with AWS' own words", async () => {
        cloud = startFakeAws({ DescribeBudget: createAwsError("AccessDeniedException", { message: denied }) });
        await assert.rejects(assertBillingAccess(env, awsClients), ({ message }: Error) => {
            assert.ok(message.includes(denied));
            assert.match(
                message,
                /nothing was created\. Sign in to account 123456789012 as root and activate "IAM user and role/,
            );
            return true;
        });
    });

    it("is not what another error is about", async () => {
        cloud = startFakeAws({ DescribeBudget: createAwsError("ThrottlingException") });
        await assert.rejects(assertBillingAccess(env, awsClients), { name: "ThrottlingException" });
    });
});
