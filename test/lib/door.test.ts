import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type OutputKeys, outputsOf } from "../../lib/door";
import { settled } from "../mocks";

/** A layer as its index.ts exports it. */
interface Layer {
    keyArn: pulumi.Output<string>;
    region: string;
    access: pulumi.Output<{ pulse: { arn: string } }>;
    bucket: pulumi.CustomResource;
    maker: () => string;
    kind: typeof pulumi.ComponentResource;
}

describe("the door to another layer", () => {
    before(() =>
        pulumi.runtime.setMocks(
            {
                newResource: ({ name, inputs }) => ({ id: name, state: { ...inputs, outputs: { keyArn: "arn:key" } } }),
                call: () => ({}),
            },
            "devmin-kafka",
            "alice",
            false,
            "organization",
        ),
    );

    it("gives what the layer exported", async () => {
        assert.equal(await settled(outputsOf<Layer>("core")("keyArn")), "arn:key");
    });

    it("says which command brings up a layer that is not", async () => {
        await assert.rejects(settled(outputsOf<Layer>("core")("region")), {
            message: "core has no region yet: run pulumi up -C core",
        });
    });

    it("gives nothing, and does not refuse, where the reader can do without", async () => {
        assert.equal(await settled(outputsOf<Layer>("core").ifUp("region")), null);
    });

    it("is open for data alone: resources, functions and classes are compile errors", () => {
        const open: Record<OutputKeys<Layer>, true> = { keyArn: true, region: true, access: true };
        // @ts-expect-error a misspelt export is a compile error
        const misspelt: OutputKeys<Layer> = "keyArm";
        // @ts-expect-error a resource does not travel
        const resource: OutputKeys<Layer> = "bucket";
        assert.deepEqual(Object.keys(open).length + [misspelt, resource].length, 5);
    });
});
