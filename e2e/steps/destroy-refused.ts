import assert from "node:assert/strict";
import { join } from "node:path";
import { getRoleSession, toCredentialVariables } from "../../ops/clients/assume-role";
import { readStateResources } from "../../ops/pulumi/state";
import { backgroundChangePattern, diffDumps, dumpClouds } from "../cloud-dump";
import type { Step } from "../step";
import { buildRoleCommand, type Log, type Workspace } from "../workspace";

type PersistentLayer = "core" | "kafka";

/** What even a refused destroy changes: Pulumi's history, and its state, which it writes again. */
const pulumiNotesPattern =
    /^. aws\/objects\/.*devmin-core-local-state-.*\/\.pulumi\/(stacks|history|backups|locks)\/.*devmin-(core|kafka)/;

const destroyMethods: Record<string, (workspace: Workspace, layer: PersistentLayer, log: Log) => Promise<string>> = {
    "with a preview": (workspace, layer, log) => destroyByCli(workspace, layer, [], log),
    "without a preview": (workspace, layer, log) => destroyByCli(workspace, layer, ["--skip-preview"], log),
    "through the Automation API": destroyByAutomationApi,
};

export const destroyRefused: Step = {
    title: "core and kafka cannot be destroyed by accident",
    extended: true,
    async run(workspace, log) {
        const { env, aws } = workspace.connect();
        for (const layer of ["core", "kafka"] as const) {
            const before = await dumpClouds(workspace.home);
            const resourcesBefore = await readStateResources(env, aws, layer);
            for (const [methodName, tryDestroy] of Object.entries(destroyMethods)) {
                assert.match(await tryDestroy(workspace, layer, log), /cannot be deleted.*protected/s);
                const changes = diffDumps(before, await dumpClouds(workspace.home));
                assert.deepEqual(
                    changes.filter(
                        (change) =>
                            ![pulumiNotesPattern, backgroundChangePattern].some((resourcesBefore) =>
                                resourcesBefore.test(change),
                            ),
                    ),
                    [],
                    `destroy of ${layer} ${methodName} deletes nothing`,
                );
            }
            assert.deepEqual(
                (await readStateResources(env, aws, layer))?.map(({ urn }) => urn),
                resourcesBefore?.map(({ urn }) => urn),
            );
        }
        const refused = await workspace.expectRefusal(["./devmin", "destroy", "kafka", "--yes"], log);
        assert.match(refused, /demo is up and depends on kafka: destroy it first with \.\/devmin destroy demo/);
        return `refused ${Object.keys(destroyMethods).join(", ")}; nothing changed in either cloud`;
    },
};

const destroyByCli = (workspace: Workspace, layer: PersistentLayer, options: string[], log: Log): Promise<string> => {
    const destroy = ["pulumi", "destroy", "-C", layer, "--yes", ...options];
    return workspace.expectRefusal(layer === "kafka" ? buildRoleCommand("kafka", destroy) : destroy, log);
};

/** As another program would do it: the Automation API never previews. */
async function destroyByAutomationApi(workspace: Workspace, layer: PersistentLayer, log: Log): Promise<string> {
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation");
    const { env } = workspace.connect();
    const session = layer === "kafka" ? await getRoleSession(env, "deploy-kafka") : undefined;
    const stack = await LocalWorkspace.selectStack(
        { stackName: env.stack, workDir: join(workspace.tree, layer) },
        { envVars: session ? (toCredentialVariables(session) as Record<string, string>) : {} },
    );
    return stack.destroy({ onOutput: log }).then(
        () => assert.fail(`the Automation API destroyed ${layer}`),
        (error: Error) => error.message,
    );
}
