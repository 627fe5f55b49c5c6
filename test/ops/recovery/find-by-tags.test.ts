import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { json, text } from "node:stream/consumers";
import type { Environment } from "../../../ops/environment";
import { listByTags } from "../../../ops/recovery/find-by-tags";
import { startFakeAws } from "../fake-aws-clients";

const tags = (layer: string, stack: string) => [
    { TagKey: "devmin:layer", TagValue: layer },
    { TagKey: "devmin:stack", TagValue: stack },
];
/** What KMS says of each key; one without tags is one whose tags its own policy keeps from us. */
const keys: Record<string, { tags?: { TagKey: string; TagValue: string }[]; state: string }> = {
    "its-own": { tags: tags("core", "dev"), state: "Enabled" },
    "an-earlier-one": { tags: tags("core", "dev"), state: "PendingDeletion" },
    "another-stack's": { tags: tags("core", "alice"), state: "Enabled" },
    "another-layer's": { tags: tags("demo", "dev"), state: "Enabled" },
    "another-team's": { state: "Enabled" },
};

describe("what core made and gets an id of AWS' own for", () => {
    const env = {
        stack: "dev",
        account: "123456789012",
        region: "eu-central-1",
        credentials: async () => ({ accessKeyId: "AKIA", secretAccessKey: "it" }),
    } as Environment;
    let refusal: string;
    let close: () => Promise<void>;
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
        const asked = String(request.headers["x-amz-target"]).split(".").at(-1);
        const refuse = (code: string) => response.writeHead(400).end(JSON.stringify({ __type: code }));
        if (asked === "undefined") {
            await text(request);
            return response.end("<DescribeTagsResponse><tagSet/></DescribeTagsResponse>"); // EC2, in words of its own
        }
        const { KeyId = "" } = (await json(request)) as { KeyId?: string };
        const key = keys[KeyId];
        if (asked === "ListKeys")
            return response.end(JSON.stringify({ Keys: Object.keys(keys).map((KeyId) => ({ KeyId })) }));
        if (asked === "ListResourceTags") {
            return key?.tags ? response.end(JSON.stringify({ Tags: key.tags })) : refuse(refusal);
        }
        if (asked === "DescribeKey") {
            return response.end(JSON.stringify({ KeyMetadata: { KeyId, KeyState: key?.state } }));
        }
        return refuse("NotFoundException"); // Budgets: there is none
    };
    before(async () => {
        close = await startFakeAws(answer);
    });
    after(() => close());

    it("is its key by its tags, and none that goes, is another's, or keeps its tags to itself", async () => {
        refusal = "AccessDeniedException";
        assert.deepEqual(await listByTags(env, "core"), [{ type: "aws:kms/key:Key", id: "its-own" }]);
    });

    it("is not told where KMS can't tell", async () => {
        refusal = "InvalidArnException";
        await assert.rejects(listByTags(env, "core"), { name: "InvalidArnException" });
    });
});
