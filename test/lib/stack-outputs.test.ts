import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildBackendNames } from "../../lib/names";
import {
    getLayerOutputs,
    type LayerOutputs,
    type OutputKeys,
    readOutputsFromState,
    requireSameRegion,
} from "../../lib/stack-outputs";
import { resolveOutput } from "../mocks";

/** A layer as its index.ts exports it. */
interface Layer {
    keyArn: pulumi.Output<string>;
    region: string;
    access: pulumi.Output<{ pulse: { arn: string } }>;
    bucket: pulumi.CustomResource;
    maker: () => string;
    kind: typeof pulumi.ComponentResource;
}

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
const stack = (outputs: object) => ({ type: "pulumi:pulumi:Stack", outputs });
const place = { layer: "kafka", stack: "alice", account: "123456789012", region: "eu-central-1" };
const bucket = buildBackendNames(place).stateBucket;
const states: Record<string, unknown> = {
    [`${bucket}/.pulumi/stacks/devmin-core/alice.json`]: {
        checkpoint: {
            latest: {
                resources: [
                    { type: "pulumi:providers:aws" },
                    stack({ region: "eu-central-1", access: { pulse: secret } }),
                ],
            },
        },
    },
    // As `pulumi stack init` leaves it.
    [`${bucket}/.pulumi/stacks/devmin-demo/alice.json`]: { checkpoint: { latest: null } },
};

describe("the door to another layer", () => {
    before(() =>
        pulumi.runtime.setMocks(
            {
                newResource: ({ name, inputs }) => ({ id: name, state: { ...inputs, outputs: { keyArn: "arn:key" } } }),
                call: ({ inputs: { bucket, key } }) => ({ body: JSON.stringify(states[`${bucket}/${key}`]) }),
            },
            "devmin-kafka",
            "alice",
            false,
            "organization",
        ),
    );

    it("gives what the layer exported", async () => {
        assert.equal(await resolveOutput(getLayerOutputs<Layer>("core")("keyArn")), "arn:key");
    });

    it("says which command brings up a layer that is not", async () => {
        await assert.rejects(resolveOutput(getLayerOutputs<Layer>("core")("region")), {
            message: "core has no region yet: run pulumi up -C core",
        });
    });

    it("gives nothing, and does not refuse, where the reader can do without", async () => {
        assert.equal(await resolveOutput(getLayerOutputs<Layer>("core").getIfUp("region")), null);
    });

    describe("for who makes something beside it", () => {
        type Core = { account: string; region: string };
        const core = (outputs: Core) =>
            ((key: keyof Core) => pulumi.output(outputs[key])) as unknown as LayerOutputs<Core>;
        const beside = (outputs: Core) => resolveOutput(requireSameRegion(core(outputs), place));

        it("gives the region it shares with core", async () => {
            assert.equal(await beside({ account: "123456789012", region: "eu-central-1" }), "eu-central-1");
        });

        it("refuses another account or region than core's, before anything is made", async () => {
            await assert.rejects(beside({ account: "999999999999", region: "eu-west-1" }), {
                message:
                    "devmin-kafka:account is 123456789012, but core is in account 999999999999: it must be the same. " +
                    "Set it with: pulumi config set -C kafka devmin-kafka:account 999999999999\n" +
                    "aws:region is eu-central-1, but core is in region eu-west-1: it must be the same. " +
                    "Set it with: pulumi config set -C kafka aws:region eu-west-1",
            });
        });
    });

    describe("for who may not open its secrets", () => {
        const doorTo = (layer: string) =>
            readOutputsFromState<Layer>(layer, { scope: place, provider: new aws.Provider("aws") });

        it("gives what is no secret, out of the state", async () => {
            assert.equal(await resolveOutput(doorTo("core")("region")), "eu-central-1");
        });

        it("refuses what is one, wherever in an output it is", async () => {
            await assert.rejects(resolveOutput(doorTo("core")("access")), {
                message: /^core exports access as a secret, which this layer may not open/,
            });
        });

        it("says which command brings up a layer that is not", async () => {
            await assert.rejects(resolveOutput(doorTo("demo")("region")), {
                message: "demo has no region yet: run pulumi up -C demo",
            });
            assert.equal(await resolveOutput(doorTo("demo").getIfUp("region")), null);
        });
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
