import { lookAtAccount } from "../../ops/account-wide";
import { confluentAnswers, identityIn } from "../../ops/clouds";
import {
    type Answers,
    answersIn,
    checkAnswers,
    confluentEndpointIn,
    settingsIn,
    writeConfiguration,
} from "../../ops/init";
import { priceLines } from "../../ops/prices";
import { atTerminal } from "../terminal";
import { type Call, UsageError } from "../verb";
import { wordsOf } from "../words";

const questions: Record<keyof Answers, string> = {
    account: "AWS account",
    region: "AWS region",
    email: "E-mail that hears of spending",
};

/** `./devmin init [--account ID] [--region REGION] [--email ADDRESS]`; what is not given is asked for. */
export async function run({ root, args, say }: Call): Promise<void> {
    const option = { type: "string" } as const;
    const { values: given } = wordsOf(args, { account: option, region: option, email: option }, 0);
    const stack = process.env.PULUMI_STACK || "dev";
    const known: Partial<Answers> = { ...answersIn(root, stack), ...given };
    checkAnswers(known);
    const region = known.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    const identity = await identityIn({ region: region ?? "us-east-1" });
    say(`AWS knows you as ${identity.arn}`);
    await confluentAnswers(confluentEndpointIn(root, stack));
    say("Confluent Cloud knows your key");

    const answers = await complete(known, { account: identity.account, region });
    checkAnswers(answers);
    if (answers.account !== identity.account) {
        throw new Error(
            `your AWS credentials are of account ${identity.account}, not ${answers.account}: log in to that one first.`,
        );
    }
    const { settings, told } = await lookAtAccount({ region: answers.region }, settingsIn(root, stack));
    for (const line of [...told, ...priceLines()]) console.log(line);
    const written = writeConfiguration(root, stack, answers, settings);
    for (const file of written) console.log(`wrote ${file}`);
    console.log(
        `${written.length ? "" : `the stack ${stack} has its configuration already. `}Nothing is made yet. Go on with: ./devmin bootstrap`,
    );
}

/** Asks for what is missing, in a terminal; elsewhere names the options. */
async function complete(known: Partial<Answers>, usual: Partial<Answers>): Promise<Answers> {
    const missing = (Object.keys(questions) as (keyof Answers)[]).filter((name) => !known[name]);
    if (missing.length && !process.stdin.isTTY) {
        throw new UsageError(
            `${missing.map((name) => `--${name}`).join(", ")} must be given where nobody can be asked.`,
        );
    }
    const answers = { ...known } as Answers;
    if (missing.length === 0) return answers;
    return atTerminal(async (ask) => {
        for (const name of missing) {
            const offer = usual[name] ? ` [${usual[name]}]` : "";
            answers[name] = (await ask(`${questions[name]}${offer}: `)) || usual[name] || "";
        }
        return answers;
    });
}
