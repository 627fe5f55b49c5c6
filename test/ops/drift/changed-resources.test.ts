import assert from "node:assert/strict";
import { formatChangedResource, listChangedResources } from "../../../ops/drift/changed-resources";
import type { Environment } from "../../../ops/environment";
import { createRefresh, type RefreshedResource } from "./refresh";

const env = { stack: "dev" } as Environment;
const service = { type: "aws:ecs/service:Service", name: "pulse" };
const find = async (...resources: RefreshedResource[]) =>
    (await listChangedResources(env, createRefresh(resources), "demo")).flatMap(formatChangedResource);

describe("a layer's resources that are not as they were deployed", () => {
    it("are named with the property and both values, where they are short", async () => {
        assert.deepEqual(await find({ ...service, deployed: { desiredCount: 1 }, current: { desiredCount: 3 } }), [
            "desiredCount of Service pulse is 3, and was deployed as 1",
        ]);
    });

    it("are named with the property alone, where values are long, nested or secret", async () => {
        const deployed = { policy: "x".repeat(41), rule: { days: 30 }, secretString: "[secret]" };
        const current = { policy: "y", rule: { days: 1 }, secretString: "it" };
        assert.deepEqual(await find({ ...service, deployed, current }), [
            "policy of Service pulse is not as it was deployed",
            "rule of Service pulse is not as it was deployed",
            "secretString of Service pulse is not as it was deployed",
        ]);
    });

    it("are named when a property is not set any more", async () => {
        assert.deepEqual(await find({ ...service, deployed: { permissionsBoundary: "arn" }, current: {} }), [
            "permissionsBoundary of Service pulse is not set, and was deployed as arn",
        ]);
    });

    it("are named when they are gone", async () => {
        assert.deepEqual(await find({ ...service, deployed: {} }), ["Service pulse is gone"]);
    });

    it("do not include values that were not declared, nor the engine's own resources", async () => {
        const computed = { ...service, deployed: { a: 1, __defaults: [] }, current: { a: 1, arn: "new" } };
        const reference = {
            type: "pulumi:pulumi:StackReference",
            name: "kafka",
            deployed: { a: 1 },
            current: { a: 2 },
        };
        assert.deepEqual(await find(computed, reference), []);
    });

    it("cannot be listed when Pulumi fails", async () => {
        const failing = async () => {
            throw new Error("no lock");
        };
        await assert.rejects(listChangedResources(env, failing, "demo"), { message: "no lock" });
    });
});
