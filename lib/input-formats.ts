/** Formats of values that only the user knows: description (after "it must be"), pattern, example. */
export const inputFormats = {
    stack: ["lower-case letters and digits, because it is a part of every name", /^[a-z\d]+$/, { example: "dev" }],
    account: ["the AWS account's id, twelve digits", /^\d{12}$/, { example: "123456789012" }],
    // ARNs of the other partitions do not begin with arn:aws:, and Confluent Cloud is not there.
    region: [
        "an AWS region outside China, GovCloud and the isolated partitions",
        /^(?!cn-|us-gov-|[a-z]{2}-iso|eusc-)[a-z]{2}(-[a-z]+)+-\d$/,
        { example: "eu-central-1" },
    ],
    // Only characters that AWS allows in a tag value.
    email: ["an e-mail address", /^[\w.+=/-]+@[\w-]+(\.[\w-]+)+$/, { example: "you@example.org" }],
    budget: ["a whole number of USD from 1 to 10000", /^([1-9]\d{0,3}|10000)$/, { example: "25" }],
    deployers: [
        "ARNs of IAM roles or users of the account, separated by commas",
        /^arn:aws:iam::\d{12}:(root|(role|user)\/[^\s,]+)(,arn:aws:iam::\d{12}:(root|(role|user)\/[^\s,]+))*$/,
        { example: "arn:aws:iam::123456789012:role/developers" },
    ],
} as const satisfies Record<string, readonly [is: string, pattern: RegExp, more: { example: string }]>;
