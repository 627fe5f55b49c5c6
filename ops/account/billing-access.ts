import { BudgetsClient, DescribeBudgetCommand } from "@aws-sdk/client-budgets";
import { buildCoreName } from "../../lib/names";
import type { AwsClients } from "../clients/aws";
import type { Environment } from "../environment";

/**
 * Throws a sentence when the caller may not use AWS Budgets, before core is half made for want of its budget. In a new account
 * nobody but root may, whatever their policies allow, until root activates it; a member of an organization may be refused for a
 * day. Asking is free and makes nothing; that there is no such budget yet is the good answer.
 *
 * Source: https://docs.aws.amazon.com/cost-management/latest/userguide/control-access-billing.html
 */
export async function assertBillingAccess(env: Environment, aws: AwsClients): Promise<void> {
    const request = new DescribeBudgetCommand({ AccountId: env.account, BudgetName: buildCoreName(env, "budget") });
    await aws
        .create(BudgetsClient)
        .send(request)
        .catch((error: Error) => {
            if (error.name === "NotFoundException") return;
            if (!error.name.startsWith("AccessDenied")) throw error;
            throw new Error(
                `AWS Budgets refuses these credentials (${error.message}), and core needs a budget; nothing was created. Sign in to account ` +
                    `${env.account} as root and activate "IAM user and role access to Billing information" at ` +
                    "https://console.aws.amazon.com/billing/home#/account (IAM Identity Center users need it, too). If it is active, these " +
                    "credentials need budgets:ViewBudget and budgets:ModifyBudget; in an organization, its management account must " +
                    "have Cost Explorer enabled and let you, and a new member account may wait a day. Then run the command again.",
            );
        });
}
