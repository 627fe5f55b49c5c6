import { CostExplorerClient, GetCostAndUsageCommand } from "@aws-sdk/client-cost-explorer";
import { defaultMonthlyBudget, monthlyBudgetRange } from "../../lib/monthly-budget";
import type { AwsClients } from "../clients/aws";

export interface BudgetProposal {
    /** What the account spent, or why that is not known, and what to do; a sentence. */
    message: string;
    /** USD a month, as it is typed. @default none: what the account spends is not known, or too much */
    budget?: string;
}

/**
 * Proposes a monthly budget above what the account spent last month, so that the deny is not there at once. Asking Cost Explorer
 * costs 0.01 USD. Whoever may not ask it chooses without: nothing here is an error.
 */
export async function proposeBudget(aws: AwsClients, now = Date.now()): Promise<BudgetProposal> {
    const month = getLastMonth(now);
    let spent: number;
    try {
        spent = await readSpending(aws, month);
    } catch (error) {
        const { message } = error as Error;
        return {
            message: `Cost Explorer does not say what the account spent last month (${message}): choose a --budget above what it spends anyway.`,
        };
    }
    const text = `the account spent ${Number(spent.toFixed(2))} USD in ${month.Start.slice(0, 7)}, credits and refunds not counted`;
    const budget = Math.ceil(spent) + defaultMonthlyBudget;
    if (budget > monthlyBudgetRange.max) {
        return {
            message:
                `${text}, and a budget can be at most ${monthlyBudgetRange.max}: let it count the environment alone, ` +
                "with pulumi config set -C core budgetFilter environment.",
        };
    }
    return {
        message: `${text}: --budget ${budget} leaves ${defaultMonthlyBudget} for this environment.`,
        budget: String(budget),
    };
}

/** In Cost Explorer's form: dates in UTC, the end excluded. */
function getLastMonth(now: number) {
    const [year, month] = [new Date(now).getUTCFullYear(), new Date(now).getUTCMonth()];
    const toDate = (time: number) => new Date(time).toISOString().slice(0, 10);
    return { Start: toDate(Date.UTC(year, month - 1)), End: toDate(Date.UTC(year, month)) };
}

/** USD that count for a budget of core's: not less credits and refunds. In an organization's management account, of all accounts. */
async function readSpending(aws: AwsClients, TimePeriod: { Start: string; End: string }): Promise<number> {
    const { ResultsByTime = [] } = await aws.create(CostExplorerClient).send(
        new GetCostAndUsageCommand({
            TimePeriod,
            Granularity: "MONTHLY",
            Metrics: ["UnblendedCost"],
            Filter: { Not: { Dimensions: { Key: "RECORD_TYPE", Values: ["Credit", "Refund"] } } },
        }),
    );
    return ResultsByTime.reduce((sum, { Total }) => sum + Number(Total?.UnblendedCost?.Amount ?? 0), 0);
}
