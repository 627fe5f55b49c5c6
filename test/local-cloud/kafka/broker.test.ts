import assert from "node:assert/strict";
import { formatAcl } from "../../../local-cloud/kafka/broker";

describe("an ACL's line", () => {
    it("distinguishes two ACLs that differ in one field", () => {
        const acl = {
            resourceType: "TOPIC",
            resourceName: "orders",
            patternType: "LITERAL",
            principal: "User:sa-1",
            host: "*",
            operation: "READ",
            permission: "ALLOW",
        };
        const lines = Object.keys(acl).map((field) => formatAcl({ ...acl, [field]: "other" }));
        assert.equal(new Set([formatAcl(acl), ...lines]).size, 8);
    });
});
