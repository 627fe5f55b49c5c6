import assert from "node:assert/strict";
import { proposeBudget } from "../../../ops/account/budget-proposal";
import { awsClients, createAwsError, startFakeAws } from "../../fake-aws";

const now = Date.parse("2026-11-27T12:00:00Z");
const buildCosts = (Amount: string) => ({ ResultsByTime: [{ Total: { UnblendedCost: { Amount, Unit: "USD" } } }] });

describe("the proposed budget", () => {
    let cloud: ReturnType<typeof startFakeAws>;
    afterEach(() => cloud.stop());
    const proposeAfter = (answer: object | Error, at = now) => {
        cloud = startFakeAws({ GetCostAndUsage: answer });
        return proposeBudget(awsClients, at);
    };

    it("is above what the account spent last month", async () => {
        assert.deepEqual(await proposeAfter(buildCosts("412.3712345")), {
            message:
                "the account spent 412.37 USD in 2026-10, credits and refunds not counted: --budget 438 leaves 25 for this environment.",
            budget: "438",
        });
    });

    it("is core's default in an account that spent nothing", async () => {
        assert.equal((await proposeAfter(buildCosts("0"))).budget, "25");
    });

    it("asks once, for the whole of last month, without what would hide spending", async () => {
        await proposeAfter(buildCosts("0"), Date.parse("2027-01-01T00:30:00Z"));
        assert.deepEqual(cloud.calls, [
            [
                "GetCostAndUsage",
                {
                    TimePeriod: { Start: "2026-12-01", End: "2027-01-01" },
                    Granularity: "MONTHLY",
                    Metrics: ["UnblendedCost"],
                    Filter: { Not: { Dimensions: { Key: "RECORD_TYPE", Values: ["Credit", "Refund"] } } },
                },
            ],
        ]);
    });

    it("is none where the account spends more than a budget can have", async () => {
        const { budget, message } = await proposeAfter(buildCosts("9975.5"));
        assert.equal(budget, undefined);
        assert.match(message, /9975\.5 USD in 2026-10, .* at most 10000: .* set -C core budgetFilter environment\.$/);
    });

    for (const refusal of [
        "User not enabled for cost explorer access",
        "User: arn:aws:iam::123456789012:user/a is not authorized to perform: ce:GetCostAndUsage",
    ]) {
        it(`is none, with AWS' own words in a sentence: ${refusal}`, async () => {
            const error = createAwsError("AccessDeniedException", { message: refusal });
            assert.deepEqual(await proposeAfter(error), {
                message: `Cost Explorer does not say what the account spent last month (${refusal}): choose a --budget above what it spends anyway.`,
            });
        });
    }
});
