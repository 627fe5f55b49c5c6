import assert from "node:assert/strict";
import type { Layer } from "../../ops/environment";
import type { Step } from "../step";
import { buildRoleCommand, type Workspace } from "../workspace";

/** What each role that writes nothing previews while all layers are up. Kafka's secrets are closed to `preview`. */
const previews: readonly [role: "preview" | "auditor", layer: Layer][] = [
    ["preview", "core"],
    ["preview", "demo"],
    ["auditor", "core"],
    ["auditor", "kafka"],
    ["auditor", "demo"],
];

export const readOnlyRoles: Step = {
    title: "preview and auditor find no drift in what they may read",
    extended: true,
    async run(workspace, log) {
        for (const [role, layer] of previews) await workspace.run(buildRefreshPreview(role, layer), log);
        await assertKafkaIsClosed(workspace);
        return `${previews.length} previews with a refresh, every resource read as the provider reads it: no change; kafka's secrets are closed to preview`;
    },
};

const buildRefreshPreview = (role: string, layer: Layer) =>
    buildRoleCommand(role, ["pulumi", "preview", "-C", layer, "--refresh", "--expect-no-changes"]);

async function assertKafkaIsClosed(workspace: Workspace): Promise<void> {
    const refusal = await workspace.expectRefusal(buildRefreshPreview("preview", "kafka"), () => {});
    assert.match(refusal, /not authorized to perform: kms:Decrypt/);
}
