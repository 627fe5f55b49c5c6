import assert from "node:assert/strict";
import type { Layer } from "../../ops/environment";
import type { Step } from "../step";
import { buildRoleCommand } from "../workspace";

export const previewRole: Step = {
    title: "preview finds no drift in core and demo, and may not open kafka's secrets",
    extended: true,
    async run(workspace, log) {
        const [refusal] = await Promise.all([
            workspace.expectRefusal(buildRefreshPreview("kafka"), () => {}),
            ...(["core", "demo"] as const).map((layer) => workspace.run(buildRefreshPreview(layer), log)),
        ]);
        assert.match(refusal, /not authorized to perform: kms:Decrypt/);
        return "two previews with a refresh, every resource read as the provider reads it: no change; a third is refused";
    },
};

const buildRefreshPreview = (layer: Layer) =>
    buildRoleCommand("preview", ["pulumi", "preview", "-C", layer, "--refresh", "--expect-no-changes"]);
