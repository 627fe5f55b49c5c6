import assert from "node:assert/strict";
import { getCallerIdentity } from "../../../ops/clients/aws";
import { startFakeAws } from "../fake-aws-clients";

const hour = 3_600_000;
const session = { accessKeyId: "AKIA", secretAccessKey: "it", sessionToken: "it", expiration: new Date() };
const where = { region: "eu-central-1", credentials: async () => session };
const answer =
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/you</Arn>" +
    "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

describe("the identity of the credentials", () => {
    let close: () => Promise<void>;
    /** Starts a fake AWS whose clock is ahead, or that answers differently. */
    async function startAwsAhead(ms: number, status = 200, body = answer) {
        close = await startFakeAws((_request, response) => {
            response.writeHead(status, { "content-type": "text/xml", date: new Date(Date.now() + ms).toUTCString() });
            response.end(body);
        });
    }
    afterEach(() => close());

    for (const { ms, says } of [
        { ms: 2 * hour, says: /^this machine's clock is (2 h|1 h 59 min) behind AWS': correct it/ },
        { ms: -2 * hour, says: /^this machine's clock is (2 h|1 h 59 min) ahead of AWS': correct it/ },
    ]) {
        it(`refuses a clock that is ${ms > 0 ? "behind" : "ahead"}`, async () => {
            await startAwsAhead(ms);
            await assert.rejects(getCallerIdentity(where), { message: says });
        });
    }

    it("is refused when they have expired, with what to do", async () => {
        const why = "The security token included in the request is expired";
        const error = `<ErrorResponse><Error><Code>ExpiredToken</Code><Message>${why}</Message></Error></ErrorResponse>`;
        await startAwsAhead(0, 403, error);
        await assert.rejects(getCallerIdentity(where), {
            message: `AWS rejected the credentials (ExpiredToken: ${why}): log in first, for example with aws sso login.`,
        });
    });

    it("accepts a clock that is off by seconds", async () => {
        await startAwsAhead(20_000);
        assert.deepEqual(await getCallerIdentity(where), {
            account: "123456789012",
            arn: "arn:aws:iam::123456789012:user/you",
        });
    });
});
