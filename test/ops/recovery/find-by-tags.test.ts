import assert from "node:assert/strict";
import { NotFoundException } from "@aws-sdk/client-budgets";
import type { Environment } from "../../../ops/environment";
import { listByTags } from "../../../ops/recovery/find-by-tags";
import { awsClients, createAwsError, startFakeAws } from "../../fake-aws";

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
    const env = { stack: "dev", account: "123456789012", region: "eu-central-1" } as Environment;
    let refusal: string;
    let aws: ReturnType<typeof startFakeAws>;
    before(() => {
        aws = startFakeAws({
            ListKeys: { Keys: Object.keys(keys).map((KeyId) => ({ KeyId })) },
            ListResourceTags: ({ KeyId }: { KeyId: string }) =>
                keys[KeyId]?.tags ? { Tags: keys[KeyId].tags } : createAwsError(refusal),
            DescribeKey: ({ KeyId }: { KeyId: string }) => ({ KeyMetadata: { KeyId, KeyState: keys[KeyId]?.state } }),
            DescribeBudgetActionsForBudget: new NotFoundException({ message: "no budget", $metadata: {} }),
        });
    });
    after(() => aws.stop());

    it("include its own key, but no deleted, foreign or unreadable one", async () => {
        refusal = "AccessDeniedException";
        assert.deepEqual(await listByTags(env, awsClients, "core"), [{ type: "aws:kms/key:Key", id: "its-own" }]);
    });

    it("are not returned when KMS fails otherwise", async () => {
        refusal = "InvalidArnException";
        await assert.rejects(listByTags(env, awsClients, "core"), { name: "InvalidArnException" });
    });
});
