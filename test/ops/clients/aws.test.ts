import assert from "node:assert/strict";
import { getCallerIdentity } from "../../../ops/clients/aws";
import { startFakeAws } from "../fake-aws-clients";

const hour = 3_600_000;
const session = { accessKeyId: "AKIA", secretAccessKey: "it", sessionToken: "it", expiration: new Date() };
const where = { region: "eu-central-1", credentials: async () => session };
const answer =
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/you</Arn>" +
    "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

describe("whose the credentials are", () => {
    let close: () => Promise<void>;
    /** AWS, with another time than ours, or another answer. */
    async function awsAhead(ms: number, status = 200, says = answer) {
        close = await startFakeAws((_request, response) => {
            response.writeHead(status, { "content-type": "text/xml", date: new Date(Date.now() + ms).toUTCString() });
            response.end(says);
        });
    }
    afterEach(() => close());

    for (const { ms, says } of [
        { ms: 2 * hour, says: /^this machine's clock is (2 h|1 h 59 min) behind AWS': set it right/ },
        { ms: -2 * hour, says: /^this machine's clock is (2 h|1 h 59 min) ahead of AWS': set it right/ },
    ]) {
        it(`refuses a clock that is ${ms > 0 ? "behind" : "ahead"}`, async () => {
            await awsAhead(ms);
            await assert.rejects(getCallerIdentity(where), { message: says });
        });
    }

    it("is not known once they have expired, which says how to go on", async () => {
        const why = "The security token included in the request is expired";
        const error = `<ErrorResponse><Error><Code>ExpiredToken</Code><Message>${why}</Message></Error></ErrorResponse>`;
        await awsAhead(0, 403, error);
        await assert.rejects(getCallerIdentity(where), {
            message: `AWS does not know who you are (ExpiredToken: ${why}): log in first, for example with aws sso login.`,
        });
    });

    it("takes a clock that is about right", async () => {
        await awsAhead(20_000);
        assert.deepEqual(await getCallerIdentity(where), {
            account: "123456789012",
            arn: "arn:aws:iam::123456789012:user/you",
        });
    });
});
