import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAwsClients, getCallerIdentity } from "../../../ops/clients/aws";

const hour = 3_600_000;
const session = { accessKeyId: "AKIA", secretAccessKey: "it", sessionToken: "it", expiration: new Date() };
const aws = createAwsClients({ region: "eu-central-1" }, async () => session);
const answer =
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/you</Arn>" +
    "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

describe("the identity of the credentials", () => {
    const { AWS_ENDPOINT_URL } = process.env;
    let server: Server;
    /** Starts an AWS whose clock is ahead, or that answers differently; over HTTP, because the SDK reads the clock from a header. */
    async function startAwsAhead(ms: number, status = 200, body = answer) {
        server = createServer((_request, response) => {
            response.writeHead(status, { "content-type": "text/xml", date: new Date(Date.now() + ms).toUTCString() });
            response.end(body);
        });
        await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
        process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    afterEach(() => {
        if (AWS_ENDPOINT_URL === undefined) delete process.env.AWS_ENDPOINT_URL;
        else process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
        server.closeAllConnections();
        server.close();
    });

    for (const { ms, says } of [
        {
            ms: 2 * hour,
            says: /^this machine's clock is (2 h|1 h 59 min) behind AWS': let it set its time from the network/,
        },
        {
            ms: -2 * hour,
            says: /^this machine's clock is (2 h|1 h 59 min) ahead of AWS': let it set its time from the network/,
        },
    ]) {
        it(`refuses a clock that is ${ms > 0 ? "behind" : "ahead"}`, async () => {
            await startAwsAhead(ms);
            await assert.rejects(getCallerIdentity(aws), { message: says });
        });
    }

    it("is refused when they have expired, with what to do", async () => {
        const why = "The security token included in the request is expired";
        const error = `<ErrorResponse><Error><Code>ExpiredToken</Code><Message>${why}</Message></Error></ErrorResponse>`;
        await startAwsAhead(0, 403, error);
        await assert.rejects(getCallerIdentity(aws), {
            message: `AWS rejected the credentials (ExpiredToken: ${why}): log in first, for example with aws sso login.`,
        });
    });

    it("is asked to log in when there are no credentials at all", async () => {
        const missing = Object.assign(new Error("Could not load credentials from any providers"), {
            name: "CredentialsProviderError",
        });
        const clients = createAwsClients({ region: "eu-central-1" }, () => Promise.reject(missing));
        await assert.rejects(getCallerIdentity(clients), {
            message:
                "there are no AWS credentials (Could not load credentials from any providers): log in first, for example with aws sso login.",
        });
    });

    it("accepts a clock that is off by seconds", async () => {
        await startAwsAhead(20_000);
        assert.deepEqual(await getCallerIdentity(aws), {
            account: "123456789012",
            arn: "arn:aws:iam::123456789012:user/you",
        });
    });
});
