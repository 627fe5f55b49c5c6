import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from "../../lib/scheduler";

const schedule = {
    Name: "end",
    ScheduleExpression: "at(2026-11-24T18:00:00)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: "arn:aws:scheduler:::aws-sdk:ecs:updateService", RoleArn: "arn:aws:iam::123456789012:role/r" },
};

describe("the client of EventBridge Scheduler", () => {
    let server: Server;
    let client: SchedulerClient;
    let answer: { status: number; headers: Record<string, string>; body: string };
    let seen: { request: IncomingMessage; body: string };
    beforeEach(async () => {
        answer = { status: 200, headers: {}, body: "{}" };
        server = createServer(async (request, response) => {
            let body = "";
            for await (const chunk of request) body += chunk;
            seen = { request, body };
            response.writeHead(answer.status, answer.headers).end(answer.body);
        });
        await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
        client = new SchedulerClient({
            region: "eu-central-1",
            endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
            credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" },
        });
    });
    afterEach(() => {
        server.close();
    });

    it("signs for Scheduler, in its region, as whoever it was made for", async () => {
        await client.send(new GetScheduleCommand({ Name: "end" }));
        assert.match(
            seen.request.headers.authorization ?? "",
            /Credential=AKIATEST\/\d{8}\/eu-central-1\/scheduler\/aws4_request/,
        );
    });

    it("sends what is to be made as it stands", async () => {
        answer.body = '{"ScheduleArn":"arn"}';
        assert.deepEqual(await client.send(new CreateScheduleCommand(schedule)), { ScheduleArn: "arn" });
        assert.deepEqual([seen.request.method, seen.request.url], ["POST", "/schedules/end"]);
        assert.deepEqual(JSON.parse(seen.body), schedule);
    });

    it("asks for a schedule in its group", async () => {
        await client.send(new GetScheduleCommand({ Name: "end", GroupName: "mine" }));
        assert.equal(seen.request.url, "/schedules/end?groupName=mine");
    });

    it("names a refusal as AWS does", async () => {
        answer = {
            status: 404,
            headers: { "x-amzn-errortype": "ResourceNotFoundException:http://internal" },
            body: '{"Message":"there is none"}',
        };
        await assert.rejects(client.send(new GetScheduleCommand({ Name: "end" })), {
            name: "ResourceNotFoundException",
            message: "there is none",
        });
    });

    it("says what it was answered when that is no JSON", async () => {
        answer = { status: 502, headers: {}, body: "<html>" };
        await assert.rejects(client.send(new GetScheduleCommand({ Name: "end" })), {
            message: "EventBridge Scheduler answers 502",
        });
    });
});
