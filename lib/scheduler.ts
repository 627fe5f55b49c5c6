import { STSClient, type STSClientConfig } from "@aws-sdk/client-sts";

/**
 * EventBridge Scheduler's API, in the names and shapes of the AWS SDK's own client, so that one can take its place; signed
 * by the SDK's signer with the SDK's credentials. Only the calls and fields this project uses.
 */
export class SchedulerClient {
    private readonly signing: STSClient;

    constructor(private readonly config: STSClientConfig & { endpoint?: string }) {
        this.signing = new STSClient(config);
    }

    async send<Answer>(command: Command<object, Answer>): Promise<Answer> {
        const { signer, requestHandler, region } = this.signing.config;
        const signingRegion = await region();
        const { method, path, query = {}, body } = command.request();
        const url = new URL(
            this.config.endpoint ?? process.env.AWS_ENDPOINT_URL ?? `https://scheduler.${signingRegion}.amazonaws.com`,
        );
        const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
        const request = {
            method,
            protocol: url.protocol,
            hostname: url.hostname,
            ...(url.port && { port: Number(url.port) }),
            path,
            query: Object.fromEntries(given),
            headers: { host: url.host, ...(body && { "content-type": "application/json" }) },
            ...(body && { body: JSON.stringify(body) }),
        };
        const scheme = { name: "sigv4", signingName: "scheduler", signingRegion, properties: {} };
        const signed = await (await signer(scheme)).sign(request);
        const { response } = await requestHandler.handle(signed as Parameters<typeof requestHandler.handle>[0]);
        const chunks: Uint8Array[] = [];
        for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString("utf8");
        if (response.statusCode >= 300) throw failure(response.statusCode, response.headers, text);
        return JSON.parse(text || "{}");
    }
}

interface Request {
    method: "GET" | "POST" | "PUT" | "DELETE";
    path: string;
    query?: Record<string, string | undefined>;
    body?: object;
}

abstract class Command<Input, Answer> {
    /** What `send` resolves with. */
    declare readonly answer: Answer;
    constructor(readonly input: Input) {}
    abstract request(): Request;
}

export interface Target {
    Arn: string;
    RoleArn: string;
    Input?: string;
    RetryPolicy?: { MaximumEventAgeInSeconds?: number; MaximumRetryAttempts?: number };
}

export interface ScheduleInput {
    Name: string;
    GroupName?: string;
    Description?: string;
    ScheduleExpression: string;
    ScheduleExpressionTimezone?: string;
    FlexibleTimeWindow: { Mode: string };
    Target: Target;
    State?: string;
    ActionAfterCompletion?: string;
    KmsKeyArn?: string;
}

export interface Schedule extends ScheduleInput {
    Arn: string;
    GroupName: string;
    /** Seconds since 1970. */
    CreationDate: number;
}

type Named = Pick<ScheduleInput, "Name" | "GroupName">;

const pathOf = ({ Name }: Named) => `/schedules/${encodeURIComponent(Name)}`;

export class CreateScheduleCommand extends Command<ScheduleInput, { ScheduleArn: string }> {
    request = (): Request => ({ method: "POST", path: pathOf(this.input), body: this.input });
}

export class UpdateScheduleCommand extends Command<ScheduleInput, { ScheduleArn: string }> {
    request = (): Request => ({ method: "PUT", path: pathOf(this.input), body: this.input });
}

export class GetScheduleCommand extends Command<Named, Schedule> {
    request = (): Request => ({
        method: "GET",
        path: pathOf(this.input),
        query: { groupName: this.input.GroupName },
    });
}

export class DeleteScheduleCommand extends Command<Named, object> {
    request = (): Request => ({
        method: "DELETE",
        path: pathOf(this.input),
        query: { groupName: this.input.GroupName },
    });
}

export type ScheduleSummary = Pick<Schedule, "Arn" | "Name" | "GroupName">;

export class ListSchedulesCommand extends Command<
    { NextToken?: string },
    { Schedules: ScheduleSummary[]; NextToken?: string }
> {
    request = (): Request => ({ method: "GET", path: "/schedules", query: { NextToken: this.input.NextToken } });
}

/** An error as the SDK's clients have them: the name tells what it is. */
function failure(httpStatusCode: number, headers: Record<string, string>, text: string): Error {
    const said = text.startsWith("{") ? JSON.parse(text) : {};
    const name = (headers["x-amzn-errortype"] ?? said.__type ?? "UnknownError").split(":")[0].split("#").at(-1);
    const message = said.Message ?? said.message ?? `EventBridge Scheduler answers ${httpStatusCode}`;
    return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}
