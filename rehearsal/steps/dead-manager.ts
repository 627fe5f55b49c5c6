import assert from "node:assert/strict";
import { type ByHand, byHand } from "../confluent";
import { inRole } from "../stage";
import type { Step } from "../step";

const up = ["pulumi", "up", "-C", "kafka", "--yes", "--skip-preview"];

export const deadManager: Step = {
    title: "a manager's key that was revoked strands nothing",
    further: true,
    async play(stage, say) {
        const hand = await byHand(stage);
        await revoke(hand, "manager-1");
        const said = await stage.run(["./devmin", "rotate", "manager"], say);
        assert.match(said, /manager has key 2, key 1 is gone/);
        assert.doesNotMatch(
            said,
            /Kafka(Acl|Topic) \S+ (creat|updat|replac|delet)ing/,
            "the new key changes nothing else, whatever a preview has to fear while it is not known",
        );

        // A refresh cannot look into the cluster without a key, but it sees that the key is gone.
        await revoke(hand, "manager-2");
        const refused = await stage.refused(
            inRole("kafka", ["pulumi", "refresh", "-C", "kafka", "--yes", "--skip-preview"]),
            say,
        );
        assert.match(refused, /answered 401: .* give it another with \.\/devmin rotate manager/);
        await stage.as("kafka", up, say);
        await stage.as("kafka", [...up, "--refresh", "--expect-no-changes"], say);
        await hand.leave();
        return "rotated with a dead key; revoked again, refresh says what to do, and an update mends it";
    },
};

/** Deletes a key of the manager's account, past Pulumi. */
async function revoke({ cloud, managerId }: ByHand, key: string): Promise<void> {
    const { data } = await cloud<{ data: { id: string; spec: { display_name: string } }[] }>(
        "GET",
        `/iam/v2/api-keys?spec.owner=${managerId}`,
    );
    const found = data.find(({ spec }) => spec.display_name.includes(`-${key}-`));
    assert.ok(found, `the manager has the key ${key}`);
    await cloud("DELETE", `/iam/v2/api-keys/${found.id}`);
}
