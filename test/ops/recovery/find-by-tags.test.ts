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
/** The keys in KMS; without `tags`, the key's policy denies reading them. */
const keys: Record<string, { tags?: { TagKey: string; TagValue: string }[]; state: string }> = {
    "its-own": { tags: tags("core", "dev"), state: "Enabled" },
    "an-earlier-one": { tags: tags("core", "dev"), state: "PendingDeletion" },
    "another-stack's": { tags: tags("core", "alice"), state: "Enabled" },
    "another-layer's": { tags: tags("demo", "dev"), state: "Enabled" },
    "another-team's": { state: "Enabled" },
};

describe("core's resources found by tags", () => {
    const env = {
        stack: "dev",
        account: "123456789012",
        region: "eu-central-1",
        credentials: async () => ({ accessKeyId: "AKIA", secretAccessKey: "it" }),
    } as Environment;
    let refusal: string;
    let close: () => Promise<void>;
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
        const operation = String(request.headers["x-amz-target"]).split(".").at(-1);
        const refuse = (code: string) => response.writeHead(400).end(JSON.stringify({ __type: code }));
        if (operation === "undefined") {
            await text(request);
            return response.end("<DescribeTagsResponse><tagSet/></DescribeTagsResponse>"); // EC2, which answers in XML
        }
        const { KeyId = "" } = (await json(request)) as { KeyId?: string };
        const key = keys[KeyId];
        if (operation === "ListKeys")
            return response.end(JSON.stringify({ Keys: Object.keys(keys).map((KeyId) => ({ KeyId })) }));
        if (operation === "ListResourceTags") {
            return key?.tags ? response.end(JSON.stringify({ Tags: key.tags })) : refuse(refusal);
        }
        if (operation === "DescribeKey") {
            return response.end(JSON.stringify({ KeyMetadata: { KeyId, KeyState: key?.state } }));
        }
        return refuse("NotFoundException"); // Budgets: there is none
    };
    before(async () => {
        close = await startFakeAws(answer);
    });
    after(() => close());

    it("include its own key, but no deleted, foreign or unreadable one", async () => {
        refusal = "AccessDeniedException";
        assert.deepEqual(await listByTags(env, "core"), [{ type: "aws:kms/key:Key", id: "its-own" }]);
    });

    it("are not returned when KMS fails otherwise", async () => {
        refusal = "InvalidArnException";
        await assert.rejects(listByTags(env, "core"), { name: "InvalidArnException" });
    });
});
