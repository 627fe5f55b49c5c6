import { detectAccountSettings } from "../../ops/account/singletons";
import { assertConfluentAccess, getCallerIdentity } from "../../ops/clients/aws";
import { formatPriceList } from "../../ops/cost/price-list";
import {
    assertInitInputs,
    createSettingLookup,
    type InitInputs,
    readConfluentEndpoint,
    readInitInputs,
    writeStackConfig,
} from "../../ops/init";
import { parseArguments } from "../args";
import { type CommandCall, UsageError } from "../command";
import { promptAtTerminal } from "../terminal";

const questions: Record<keyof InitInputs, string> = {
    account: "AWS account",
    region: "AWS region",
    email: "E-mail that hears of spending",
};

/** `./devmin init [--account ID] [--region REGION] [--email ADDRESS]`; what is not given is asked for. */
export async function run({ root, args, log }: CommandCall): Promise<void> {
    const option = { type: "string" } as const;
    const { values: given } = parseArguments(args, { account: option, region: option, email: option }, 0);
    const stack = process.env.PULUMI_STACK || "dev";
    const known: Partial<InitInputs> = { ...readInitInputs(root, stack), ...given };
    assertInitInputs(known);
    const region = known.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    const identity = await getCallerIdentity({ region: region ?? "us-east-1" });
    log(`AWS knows you as ${identity.arn}`);
    await assertConfluentAccess(readConfluentEndpoint(root, stack));
    log("Confluent Cloud knows your key");

    const answers = await askMissingInputs(known, { account: identity.account, region });
    assertInitInputs(answers);
    if (answers.account !== identity.account) {
        throw new Error(
            `your AWS credentials are of account ${identity.account}, not ${answers.account}: log in to that one first.`,
        );
    }
    const { settings, messages } = await detectAccountSettings(
        { region: answers.region },
        createSettingLookup(root, stack),
    );
    for (const line of [...messages, ...formatPriceList()]) console.log(line);
    const written = writeStackConfig(root, stack, answers, settings);
    for (const file of written) console.log(`wrote ${file}`);
    console.log(
        `${written.length ? "" : `the stack ${stack} has its configuration already. `}Nothing is made yet. Go on with: ./devmin bootstrap`,
    );
}

/** Asks for what is missing, in a terminal; elsewhere names the options. */
async function askMissingInputs(known: Partial<InitInputs>, defaults: Partial<InitInputs>): Promise<InitInputs> {
    const missing = (Object.keys(questions) as (keyof InitInputs)[]).filter((name) => !known[name]);
    if (missing.length && !process.stdin.isTTY) {
        throw new UsageError(
            `${missing.map((name) => `--${name}`).join(", ")} must be given where nobody can be asked.`,
        );
    }
    const answers = { ...known } as InitInputs;
    if (missing.length === 0) return answers;
    return promptAtTerminal(async (ask) => {
        for (const name of missing) {
            const suggestion = defaults[name] ? ` [${defaults[name]}]` : "";
            answers[name] = (await ask(`${questions[name]}${suggestion}: `)) || defaults[name] || "";
        }
        return answers;
    });
}
