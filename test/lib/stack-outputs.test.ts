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

/** Exports of a layer's index.ts. */
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
const scope = { layer: "kafka", stack: "alice", account: "123456789012", region: "eu-central-1" };
const bucket = buildBackendNames(scope).stateBucket;
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

describe("outputs of another layer", () => {
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

    it("are what the layer exported", async () => {
        assert.equal(await resolveOutput(getLayerOutputs<Layer>("core")("keyArn")), "arn:key");
    });

    it("of a layer that is not up are refused, with the command that brings it up", async () => {
        await assert.rejects(resolveOutput(getLayerOutputs<Layer>("core")("region")), {
            message: "core has no output region yet: run pulumi up -C core",
        });
    });

    it("of a layer that is not up are null where they are optional", async () => {
        assert.equal(await resolveOutput(getLayerOutputs<Layer>("core").getIfUp("region")), null);
    });

    describe("of core, read by a layer that must be in the same region,", () => {
        type Core = { account: string; region: string };
        const core = (outputs: Core) =>
            ((key: keyof Core) => pulumi.output(outputs[key])) as unknown as LayerOutputs<Core>;
        const readRegion = (outputs: Core) => resolveOutput(requireSameRegion(core(outputs), scope));

        it("give the common region", async () => {
            assert.equal(await readRegion({ account: "123456789012", region: "eu-central-1" }), "eu-central-1");
        });

        it("refuse another account or region, before anything is created", async () => {
            await assert.rejects(readRegion({ account: "999999999999", region: "eu-west-1" }), {
                message:
                    "devmin-kafka:account is 123456789012, but core is in account 999999999999: it must be the same. " +
                    "Set it with: pulumi config set -C kafka devmin-kafka:account 999999999999\n" +
                    "aws:region is eu-central-1, but core is in region eu-west-1: it must be the same. " +
                    "Set it with: pulumi config set -C kafka aws:region eu-west-1",
            });
        });
    });

    describe("read from the state, without access to secrets,", () => {
        const outputsOf = (layer: string) =>
            readOutputsFromState<Layer>(layer, { scope, provider: new aws.Provider("aws") });

        it("are those that are not secret", async () => {
            assert.equal(await resolveOutput(outputsOf("core")("region")), "eu-central-1");
        });

        it("are refused if they contain a secret anywhere", async () => {
            await assert.rejects(resolveOutput(outputsOf("core")("access")), {
                message: /^core exports access as a secret, which this layer cannot decrypt/,
            });
        });

        it("of a layer that is not up are refused, with the command that brings it up", async () => {
            await assert.rejects(resolveOutput(outputsOf("demo")("region")), {
                message: "demo has no output region yet: run pulumi up -C demo",
            });
            assert.equal(await resolveOutput(outputsOf("demo").getIfUp("region")), null);
        });
    });

    it("are data only: resources, functions and classes are compile errors", () => {
        const open: Record<OutputKeys<Layer>, true> = { keyArn: true, region: true, access: true };
        // @ts-expect-error a misspelt export is a compile error
        const misspelt: OutputKeys<Layer> = "keyArm";
        // @ts-expect-error a resource is not a stack output
        const resource: OutputKeys<Layer> = "bucket";
        assert.deepEqual(Object.keys(open).length + [misspelt, resource].length, 5);
    });
});
