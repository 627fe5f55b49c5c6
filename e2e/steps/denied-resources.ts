import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { allowedDeclarations } from "../../test/fixtures/declarations/allowed";
import { declarationsDeniedByProperty } from "../../test/fixtures/declarations/denied-by-property";
import { declarationsDeniedByType } from "../../test/fixtures/declarations/denied-by-type";
import { availabilityZones, buildDeclarationName } from "../../test/fixtures/declarations/names";
import { policyPackConfig } from "../../test/fixtures/declarations/policy-pack-config";
import { backgroundChangePattern, diffDumps, dumpClouds } from "../cloud-dump";
import type { Step } from "../step";
import { buildRoleCommand, type CommandResult, type Log, type Workspace } from "../workspace";

export const deniedResourcesRefused: Step = {
    title: "expensive resources are denied in preview",
    async run(workspace, log) {
        const before = await dumpClouds(workspace.home);
        await assertRefusedWithoutPack(workspace, log);
        const previewTrial = await prepareTrial(workspace, log);
        const refused = await runWithExpiredWaiver(workspace, () => previewTrial("expensive"));
        assert.notEqual(refused.exitCode, 0);
        const declared = [...declarationsDeniedByProperty, ...declarationsDeniedByType].map((declaration, index) => ({
            policy: declaration.policy,
            name: buildDeclarationName(declaration, index),
        }));
        for (const { policy, name } of [
            ...declared,
            ...availabilityZones.map((name) => ({ policy: "no-nat-gateways", name })),
        ]) {
            const line = new RegExp(`\\[mandatory\\]\\s+${policy}\\s+\\(\\S+: ${name}\\)`);
            assert.match(refused.output, line, `${policy} refuses ${name}`);
        }
        assert.match(
            refused.output,
            /ec2-instance-types\s+\(\S+: of-some-type\).*?\binstanceType is unknown in preview: make it a literal/s,
        );
        assert.match(
            refused.output,
            /waiver of ec2-instance-types for \S+::of-some-type: it ended on 2026-01-31\. Correct or remove it/,
        );
        assert.match(
            refused.output,
            /no-plaintext-credentials\s+\([^)]+\).*\n.*\n\s+environment\.variables\.AWS contains a plaintext credential;/,
        );
        const passed = await previewTrial("cheap");
        assert.equal(passed.exitCode, 0, passed.output);
        assert.doesNotMatch(passed.output, /\[mandatory\]/);
        const usage = join(workspace.tree, "policy-pack", "usage.json");
        writeFileSync(usage, '{ "demoHours": 100 }');
        const above = await previewTrial("cheap", 20);
        writeFileSync(usage, "{}\n");
        assert.match(above.output, /assumed usage \(policy-pack\/usage\.json\): demoHours 100, /);
        assert.match(above.output, /\[mandatory\]\s+max-stack-cost\b/);
        assert.match(above.output, /trial costs [\d.]+ USD a month [\s\S]*The maximum is 20 USD \(maxMonthlyUsd\)/);
        const changes = diffDumps(before, await dumpClouds(workspace.home)).filter(
            (change) => !backgroundChangePattern.test(change),
        );
        assert.deepEqual(changes, []);
        return `${declared.length + 1} expensive declarations denied by name, as are an unknown instance type, an expired waiver, and state or secrets in another place; ${Object.keys(allowedDeclarations).length} cheap ones allowed, nothing created`;
    },
};

/** With an expired waiver for the instance of an unknown type. */
async function runWithExpiredWaiver<T>(workspace: Workspace, preview: () => Promise<T>): Promise<T> {
    const file = join(workspace.tree, "policy-pack", "waivers.json");
    const before = readFileSync(file, "utf8");
    const instance = {
        policy: "ec2-instance-types",
        project: "trial",
        resource: "aws:ec2/instance:Instance::of-some-type",
    };
    writeFileSync(file, JSON.stringify([{ ...instance, reason: "a trial", owner: "ada", until: "2026-01-31" }]));
    try {
        return await preview();
    } finally {
        writeFileSync(file, before);
    }
}

/**
 * A copy of demo in a shell that attaches no policy pack: the program itself refuses a NAT gateway, a state in a folder, and
 * secrets encrypted with a passphrase, before it creates any resource.
 */
async function assertRefusedWithoutPack(workspace: Workspace, log: Log): Promise<void> {
    const projectFolder = join(workspace.tree, "demo-in-a-hurry");
    cpSync(join(workspace.tree, "demo"), projectFolder, { recursive: true });
    appendFileSync(
        join(projectFolder, "index.ts"),
        '\nnew aws.ec2.NatGateway("nat", { subnetId: network.subnetIds[0], allocationId: "eipalloc-0" }, { provider });\n',
    );
    const noPack = ["env", "-u", "PULUMI_OPTION_POLICY_PACK", "PULUMI_CONFIG_PASSPHRASE="];
    const preview = ["pulumi", "preview", "-C", "demo-in-a-hurry"];
    const gateway = await workspace.expectRefusal(buildRoleCommand("demo", [...noPack, ...preview]), log);
    assert.match(
        gateway,
        /aws:ec2\/natGateway:NatGateway nat: a NAT gateway is not allowed: it costs 32\.85 USD a month/,
    );

    const config = join(projectFolder, "Pulumi.local.yaml");
    writeFileSync(config, readFileSync(config, "utf8").replace(/^(secretsprovider|encryptedkey): .*\n/gm, ""));
    const inFolder = [...noPack, `PULUMI_BACKEND_URL=${pathToFileURL(projectFolder).href}`];
    await workspace.run([...inFolder, "pulumi", "stack", "init", "local", "-C", "demo-in-a-hurry"], log);
    const folder = await workspace.expectRefusal(buildRoleCommand("demo", [...inFolder, ...preview]), log);
    assert.match(folder, /the state of demo is in file:\/\/\S+: it must be in s3:\/\/\S+\. Set it with: eval/);
    const passphrase = await workspace.expectRefusal(buildRoleCommand("demo", [...noPack, ...preview]), log);
    assert.match(passphrase, /the secrets of demo are encrypted with a passphrase: it must be awskms:\/\//);
}

/** How to preview a project that is not a layer, with its own state: what TRIAL says, with the policy pack's settings. */
async function prepareTrial(workspace: Workspace, log: Log) {
    const folder = join(workspace.home, "trial");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "settings.json");
    const variables = {
        ...workspace.env,
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_STACK: "trial",
    };
    await workspace.run(["pulumi", "stack", "init", "trial", "-C", "e2e/trial"], log, { env: variables });
    return (TRIAL: "cheap" | "expensive", ceiling = 1_000): Promise<CommandResult> => {
        writeFileSync(file, JSON.stringify({ ...policyPackConfig, "max-stack-cost": { maxMonthlyUsd: ceiling } }));
        const preview = ["pulumi", "preview", "-C", "e2e/trial", "--policy-pack-config", file];
        return workspace.exec(preview, { log, env: { ...variables, TRIAL } });
    };
}
