import assert from "node:assert/strict";
import { readKafkaCredentials } from "../../ops/clients/kafka";
import { buildExpectedName } from "../expected-name";
import { findProduceError } from "../produce";
import type { Step } from "../step";
import { readAuditEntry } from "./readiness";

const rounds = 3;

export const pulseTask: Step = {
    title: "a one-off pulse task adds its result to the audit log",
    async run(workspace, log) {
        const output = await workspace.run(["./devmin", "run", "pulse", "--rounds", String(rounds)], log);
        const entry = await readAuditEntry(workspace, Number(/entry (\d+) of the audit log/.exec(output)?.[1]));
        const result = entry.details as { rounds: number; events: number; problems: string[] };
        assert.deepEqual(
            { kind: entry.kind, verdict: entry.verdict, rounds: result.rounds, problems: result.problems },
            { kind: "run", verdict: "pass", rounds, problems: [] },
        );
        assert.equal(entry.attachments.length, 1);
        const { aws } = workspace.connect();
        const credentials = await readKafkaCredentials(aws, buildExpectedName("kafka", "pulse"));
        assert.equal(
            await findProduceError(credentials, "pulse.events"),
            undefined,
            "pulse may write to its own topic",
        );
        const refusal = await findProduceError(credentials, "not.its.own");
        assert.match(refusal ?? "not refused", /TOPIC_AUTHORIZATION_FAILED/);
        return `${result.events} events in ${rounds} rounds; no access to another topic`;
    },
};
