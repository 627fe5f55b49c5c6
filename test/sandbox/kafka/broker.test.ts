import assert from "node:assert/strict";
import { aclLine, adminName } from "../../../sandbox/kafka/broker";

/** Where a Java HashMap of 65,536 buckets keeps a key; smaller maps use the lower bits of the same. */
function bucket(key: string) {
    let hash = 0;
    for (const character of key) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
    return (hash ^ (hash >>> 16)) & 0xffff;
}

describe("the broker's names", () => {
    it("put the admin first in a Java hash map, or Kafka forgets all users at a restart", () => {
        assert.equal(bucket(adminName), 0);
        assert.notEqual(bucket("sandbox-admin"), 0);
    });

    it("tell two ACLs apart that differ in one field", () => {
        const acl = {
            resourceType: "TOPIC",
            resourceName: "orders",
            patternType: "LITERAL",
            principal: "User:sa-1",
            host: "*",
            operation: "READ",
            permission: "ALLOW",
        };
        const lines = Object.keys(acl).map((field) => aclLine({ ...acl, [field]: "other" }));
        assert.equal(new Set([aclLine(acl), ...lines]).size, 8);
    });
});
