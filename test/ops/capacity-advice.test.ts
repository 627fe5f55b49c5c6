import assert from "node:assert/strict";
import { addCapacityAdvice } from "../../ops/capacity-advice";

describe("the advice about capacity", () => {
    it("follows a message about missing capacity, and no other", () => {
        const missing =
            "Capacity is unavailable at this time. Please try again later or in a different availability zone";
        assert.match(addCapacityAdvice(missing), /zone\. ECS .*: pulumi config set -C demo capacity onDemand, then /);
        assert.equal(addCapacityAdvice("RESOURCE:FARGATE"), "RESOURCE:FARGATE");
    });
});
