import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { backgroundChangePattern, type CloudDump, diffDumps, dumpClouds } from "../cloud-dump";
import { openManualSession } from "../confluent-api";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";
import { buildRoleCommand, type Log, type Workspace } from "../workspace";

const upCommand = ["pulumi", "up", "-C", "kafka", "--yes", "--skip-preview"];
const stateObjectPattern = /^. aws\/objects\/.*devmin-core-local-state-/;

export const nameConflict: Step = {
    title: "an application with name conflicts is imported, deployed and removed",
    extended: true,
    async run(workspace, log) {
        const manualSession = await openManualSession(workspace);
        const before = await dumpClouds(workspace.home);
        const file = join(workspace.tree, "kafka", "topics-and-applications.ts");
        const original = readFileSync(file, "utf8");
        const writeCatalogue = (partitions: number, application = "") =>
            writeFileSync(
                file,
                original
                    .replace(
                        /^(export const topics = \{)$/m,
                        `$1 "audit.events": { partitions: ${partitions}, retentionHours: 1 },`,
                    )
                    .replace(/^(export const applications = \{)$/m, `$1 ${application}`),
            );

        await manualSession.callCloudApi("POST", "/iam/v2/service-accounts", {
            display_name: buildExpectedName("kafka", "audit"),
        });
        await manualSession.callKafkaRest("POST", "/topics", { topic_name: "audit.events", partitions_count: 1 });
        writeCatalogue(2, `audit: { produces: [], consumes: ["audit.events"] },`);
        const imported = await importUntilDeployed(workspace, log);
        assert.deepEqual(imported.sort(), ["service account audit", "topic audit.events"]);
        const topic = await manualSession.callKafkaRest<{ partitions_count: number }>("GET", "/topics/audit.events");
        assert.equal(topic.partitions_count, 2);

        writeCatalogue(1);
        const refused = await workspace.expectRefusal(
            buildRoleCommand("kafka", ["pulumi", "preview", "-C", "kafka"]),
            log,
        );
        assert.match(refused, /partitions cannot be removed, so the topic would be replaced and all its records lost/);

        // Removed from the catalogue, it leaves only its topic, which is protected.
        writeCatalogue(2);
        await workspace.runAs("kafka", upCommand, log);
        const changes = await listChanges(before, workspace);
        assert.deepEqual(
            changes,
            ["configs/cleanup.policy", "configs/retention.ms", "internal", "partitions"].map(
                (path) => `+ kafka/${manualSession.clusterId}/topics/audit.events/${path}`,
            ),
        );
        writeFileSync(file, original);
        assert.match(
            await workspace.expectRefusal(buildRoleCommand("kafka", upCommand), log),
            /audit\.events.* protected/s,
        );
        const { resources } = JSON.parse(
            await workspace.run(["pulumi", "stack", "export", "-C", "kafka"], () => {}),
        ).deployment;
        const { urn } = resources.find((each: { urn: string }) => each.urn.endsWith("::audit.events"));
        await workspace.runAs("kafka", ["pulumi", "state", "unprotect", "-C", "kafka", "--yes", urn], log);
        await workspace.runAs("kafka", upCommand, log);
        assert.deepEqual(await listChanges(before, workspace), []);
        await manualSession.close();
        return "its existing account and topic imported as the message says; fewer partitions refused; removed in one update";
    },
};

/** What changed, except for Pulumi's own objects. */
const listChanges = async (before: CloudDump, workspace: Workspace) =>
    diffDumps(before, await dumpClouds(workspace.home)).filter(
        (change) => ![stateObjectPattern, backgroundChangePattern].some((it) => it.test(change)),
    );

/** Updates until no name conflicts, each time running the import the refusal names; resolves with what was imported. */
async function importUntilDeployed(workspace: Workspace, log: Log): Promise<string[]> {
    const imported: string[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
        const { exitCode, output } = await workspace.exec(buildRoleCommand("kafka", upCommand), { log });
        if (exitCode === 0) return imported;
        const hints = new Set(output.match(/the .* already exists .* import it with: pulumi import .*/g));
        assert.ok(hints.size > 0, `the update says how to go on:\n${output}`);
        for (const line of hints) {
            const [, what = "", command = ""] = /^the (.*) already exists .* with: (.*)$/.exec(line) ?? [];
            imported.push(what);
            await workspace.run(["bash", "-c", `${command} --yes`], log);
        }
    }
    throw new Error(`the update is still refused after importing ${imported.join(", ")}`);
}
