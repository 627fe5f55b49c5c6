import { S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { createAwsClients } from "../../ops/clients/aws";

export type FakeInput = Record<string, unknown>;

/** AWS as a table: what each operation returns, throws, or computes of its input. An operation not in it returns `{}`. */
// biome-ignore lint/suspicious/noExplicitAny: each operation has an input of its own
export type FakeResponses = Record<string, object | Error | ((input: any) => object | Error)>;

/** The calls that were made, in order: operation and input. */
export type FakeCalls = [operation: string, input: FakeInput][];

/** The method `send` of a client whose AWS is the table; it adds every call to `calls`. */
export const createFakeSend =
    (responses: FakeResponses, calls: FakeCalls) =>
    async (command: object): Promise<object> => {
        const { input } = command as { input: FakeInput };
        const operation = command.constructor.name.replace(/Command$/, "");
        calls.push([operation, input]);
        const response = responses[operation] ?? {};
        const value = typeof response === "function" ? response(input) : response;
        if (value instanceof Error) throw value;
        return value;
    };

/** What every client of the AWS SDK inherits `send` from. */
const client: { send: unknown } = Object.getPrototypeOf(S3Client).prototype;

/** The product's clients. Between `startFakeAws` and `stop` their AWS is the fake one. */
export const awsClients = createAwsClients({ region: "eu-central-1" });

/** Gives every client of the AWS SDK a fake AWS, until `stop`. The table may be changed in between. */
export function startFakeAws<Responses extends FakeResponses>(responses: Responses) {
    const { send } = client;
    const calls: FakeCalls = [];
    client.send = createFakeSend(responses, calls);
    return {
        responses: responses as Responses & FakeResponses,
        calls,
        stop: () => {
            client.send = send;
        },
    };
}

/** An error of S3, which serves for any service whose errors are recognized by name. */
export const createAwsError = (name: string, { status = 400, message = name } = {}) =>
    new S3ServiceException({ name, message, $fault: "client", $metadata: { httpStatusCode: status } });
