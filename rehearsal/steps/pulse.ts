import assert from "node:assert/strict";
import { environmentAt } from "../../ops/environment";
import { loginOf } from "../../ops/kafka-login";
import { refusalOf } from "../kafka";
import { named } from "../names";
import type { Step } from "../step";
import { linkOf } from "./readiness";

const rounds = 3;

export const pulse: Step = {
    title: "pulse runs as a task; its result becomes evidence",
    async play(stage, say) {
        const said = await stage.as("demo", ["./devmin", "run", "pulse", "--rounds", String(rounds)], say);
        const link = await linkOf(stage, Number(/evidence: link (\d+)/.exec(said)?.[1]));
        const result = link.details as { rounds: number; events: number; problems: string[] };
        assert.deepEqual(
            { kind: link.kind, verdict: link.verdict, rounds: result.rounds, problems: result.problems },
            { kind: "run", verdict: "holds", rounds, problems: [] },
        );
        assert.equal(link.attachments.length, 1);
        const env = environmentAt(stage.tree, "local");
        const login = await loginOf(env, named("kafka", "pulse"));
        assert.equal(await refusalOf(login, "pulse.events"), undefined, "pulse may write to its own topic");
        const refusal = await refusalOf(login, "not.its.own");
        assert.match(refusal ?? "not refused", /TOPIC_AUTHORIZATION_FAILED/);
        return `${result.events} events in ${rounds} rounds; refused on a topic that is not its own`;
    },
};
