import assert from "node:assert/strict";
import { type ManualSession, openManualSession } from "../confluent-api";
import type { Step } from "../step";

const upCommand = ["pulumi", "up", "-C", "kafka", "--yes", "--skip-preview"];

export const revokedManagerKey: Step = {
    title: "a revoked manager key can be replaced",
    extended: true,
    async run(workspace, log) {
        const manualSession = await openManualSession(workspace);
        await revokeManagerKey(manualSession, "manager-1");
        const output = await workspace.run(["./devmin", "rotate", "manager"], log);
        assert.match(output, /manager now has key 2, key 1 is deleted/);
        assert.doesNotMatch(
            output,
            /Kafka(Acl|Topic) \S+ (creat|updat|replac|delet)ing/,
            "the new key changes nothing else, although a preview must expect it to",
        );

        // Nobody can look into the cluster without a key, but everything else can be refreshed.
        await revokeManagerKey(manualSession, "manager-2");
        const recovered = await workspace.run(["./devmin", "recover", "kafka"], log);
        assert.match(recovered, /topics and ACLs were not compared .* \.\/devmin up kafka creates another one/);
        await workspace.runAs("kafka", upCommand, log);
        await workspace.runAs("kafka", [...upCommand, "--refresh", "--expect-no-changes"], log);
        await manualSession.close();
        return "rotated after it was revoked; revoked again, recover drops it from the state, and an update repairs it";
    },
};

/** Deletes a key of the manager's account without Pulumi. */
async function revokeManagerKey({ callCloudApi, managerId }: ManualSession, key: string): Promise<void> {
    const { data } = await callCloudApi<{ data: { id: string; spec: { display_name: string } }[] }>(
        "GET",
        `/iam/v2/api-keys?spec.owner=${managerId}`,
    );
    const found = data.find(({ spec }) => spec.display_name.includes(`-${key}-`));
    assert.ok(found, `the manager has the key ${key}`);
    await callCloudApi("DELETE", `/iam/v2/api-keys/${found.id}`);
}
