import assert from "node:assert/strict";
import {
    findOrphanedKeys,
    formatOrphanedKey,
    formatOrphanedKeyAdvice,
    type ListedKey,
} from "../../../ops/recovery/orphaned-keys";

describe("orphaned API keys", () => {
    const some = { urn: "urn:pulumi:dev::devmin-kafka::some:Type::it", type: "some:Type" };
    const resources = [{ ...some, id: "sa-1" }, { ...some, id: "KNOWN" }, some];
    const createdAt = new Date("2026-11-26T12:00:00Z");
    const key = (id: string, owner: string): ListedKey => ({ id, name: "devmin-kafka-dev-pulse-1", owner, createdAt });

    it("are the keys of the layer's service accounts that are not in its state", () => {
        const listed = [key("KNOWN", "sa-1"), key("LOST", "sa-1"), key("THEIRS", "sa-2")];
        assert.deepEqual(
            findOrphanedKeys(resources, listed).map(({ id }) => id),
            ["LOST"],
        );
        assert.deepEqual(findOrphanedKeys([], listed), [], "a state without resources has no accounts");
    });

    it("are named with their age", () => {
        assert.equal(
            formatOrphanedKey(key("LOST", "sa-1"), createdAt.getTime() + 12 * 60_000),
            "API key LOST (devmin-kafka-dev-pulse-1), created 12 min ago, is in no state, as an interrupted update leaves it: " +
                "nobody can read its secret again.",
        );
    });

    it("are named with the commands that delete them", () => {
        assert.equal(
            formatOrphanedKeyAdvice({ id: "LOST" }),
            "Unless a person made it and uses it, delete it with: confluent api-key delete LOST " +
                "(all of them: ./devmin recover kafka --delete-orphaned-keys)",
        );
    });

    it("have no age where the API names no date", () => {
        const [orphan] = findOrphanedKeys(resources, [{ ...key("LOST", "sa-1"), createdAt: undefined }]);
        assert.match(
            formatOrphanedKey(orphan as ListedKey),
            /^API key LOST \(devmin-kafka-dev-pulse-1\) is in no state/,
        );
    });
});
