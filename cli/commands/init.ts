import { proposeBudget } from "../../ops/account/budget-proposal";
import { findIamArn } from "../../ops/account/iam-arn";
import { detectAccountSettings } from "../../ops/account/singletons";
import { assertConfluentAccess, createAwsClients, getCallerIdentity } from "../../ops/clients/aws";
import { formatPriceList } from "../../ops/cost/price-list";
import { readStackName } from "../../ops/environment";
import {
    assertInitInputs,
    createSettingLookup,
    type InitInputs,
    readConfluentEndpoint,
    readInitInputs,
    writeStackConfig,
} from "../../ops/init";
import { UsageError } from "../arguments";
import type { CommandCall } from "../command";
import { promptAtTerminal } from "../terminal";

const questions: Record<keyof InitInputs, string> = {
    account: "AWS account",
    region: "AWS region",
    email: "E-mail for spending alerts",
    budget: "Budget in USD a month for the whole account, above what it spends anyway; - for core's default",
    deployers: "ARNs of who may assume devmin's roles, separated by commas; - for whoever IAM in the account lets",
};

/** What need not be given: an answer of `-` leaves it out. */
const optional: readonly (keyof InitInputs)[] = ["budget", "deployers"];

/** Asks for what is not given, in a terminal. */
export async function run({ root, options: given, log }: CommandCall<Partial<InitInputs>>): Promise<void> {
    const stack = readStackName();
    const known: Partial<InitInputs> = { ...readInitInputs(root, stack), ...given };
    assertGiven(known);
    const region = known.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    const aws = createAwsClients({ region: region ?? "us-east-1" });
    const identity = await getCallerIdentity(aws);
    log(`AWS identity: ${identity.arn}`);
    await assertConfluentAccess(readConfluentEndpoint(root, stack));
    log("Confluent Cloud API key accepted");

    const caller = await findIamArn(aws, identity.arn);
    const proposal = known.budget ? undefined : await proposeBudget(aws);
    if (proposal) log(proposal.message);
    const answers = await askMissingInputs(known, {
        account: identity.account,
        region,
        budget: proposal?.budget,
        deployers: caller,
    });
    assertInitInputs(answers);
    if (answers.account !== identity.account) {
        throw new Error(
            `your AWS credentials are of account ${identity.account}, not ${answers.account}: log in to that one first.`,
        );
    }
    const { settings, messages } = await detectAccountSettings(
        createAwsClients(answers),
        createSettingLookup(root, stack),
    );
    for (const line of [...messages, ...formatPriceList()]) console.log(line);
    const written = writeStackConfig(root, stack, answers, settings);
    for (const file of written) console.log(`wrote ${file}`);
    console.log(
        `${written.length ? "" : `stack ${stack} is configured already. `}Nothing is created yet. Next: ./devmin bootstrap`,
    );
}

/** What was typed is wrong arguments; what the configuration has is not. */
function assertGiven(known: Partial<InitInputs>): void {
    try {
        assertInitInputs(known);
    } catch (error) {
        throw new UsageError((error as Error).message);
    }
}

/** Asks for what is missing, in a terminal; elsewhere names the options. */
async function askMissingInputs(known: Partial<InitInputs>, defaults: Partial<InitInputs>): Promise<InitInputs> {
    const missing = (Object.keys(questions) as (keyof InitInputs)[]).filter((name) => !known[name]);
    const required = missing.filter((name) => !optional.includes(name));
    const answers = { ...known } as InitInputs;
    if (!process.stdin.isTTY) {
        if (required.length === 0) return answers;
        throw new UsageError(
            `${required.map((name) => `--${name}`).join(", ")} must be given: there is no terminal to ask at.`,
        );
    }
    if (missing.length === 0) return answers;
    return promptAtTerminal(async (ask) => {
        for (const name of missing) {
            const suggestion = defaults[name] ? ` [${defaults[name]}]` : "";
            const answer = (await ask(`${questions[name]}${suggestion}: `)) || defaults[name] || "";
            if (answer !== "-") answers[name] = answer;
        }
        return answers;
    });
}
