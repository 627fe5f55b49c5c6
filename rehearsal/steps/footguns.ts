import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { byBeingThere } from "../declarations/by-being-there";
import { cheap } from "../declarations/cheap";
import { expensive } from "../declarations/expensive";
import { nameOf, zones } from "../declarations/names";
import { settings } from "../declarations/settings";
import { byItself, differences, dump } from "../dump";
import { type Heard, inRole, type Say, type Stage } from "../stage";
import type { Step } from "../step";

export const footguns: Step = {
    title: "cost footguns are refused in preview",
    async play(stage, say) {
        const before = await dump(stage.home);
        await withoutThePack(stage, say);
        const trial = await trialIn(stage, say);
        const refused = await whileWaived(stage, () => trial("expensive"));
        assert.notEqual(refused.exitCode, 0);
        const declared = [...expensive, ...byBeingThere].map((declaration, index) => ({
            policy: declaration.policy,
            name: nameOf(declaration, index),
        }));
        for (const { policy, name } of [...declared, ...zones.map((name) => ({ policy: "nat-gateways", name }))]) {
            const line = new RegExp(`\\[mandatory\\]\\s+${policy}\\s+\\(\\S+: ${name}\\)`);
            assert.match(refused.output, line, `${policy} refuses ${name}`);
        }
        assert.match(
            refused.output,
            /machines\s+\(\S+: of-some-type\).*?\binstanceType is unknown in preview: make it a literal/s,
        );
        assert.match(
            refused.output,
            /waiver of machines for \S+::of-some-type: it ended on 2026-01-31\. Correct or remove it/,
        );
        assert.match(
            refused.output,
            /logins-in-clear\s+\([^)]+\).*\n.*\n\s+environment\.variables\.AWS holds a login in the clear;/,
        );
        const passed = await trial("cheap");
        assert.equal(passed.exitCode, 0, passed.output);
        assert.doesNotMatch(passed.output, /\[mandatory\]/);
        const usage = join(stage.tree, "policy-pack", "usage.json");
        writeFileSync(usage, '{ "demoHours": 100 }');
        const above = await trial("cheap", 20);
        writeFileSync(usage, "{}\n");
        assert.match(above.output, /assumed in policy-pack\/usage\.json: demoHours 100, /);
        assert.match(above.output, /\[mandatory\]\s+stack-cost\b/);
        assert.match(above.output, /trial costs [\d.]+ USD in a month [\s\S]*The ceiling is 20 \(maxMonthlyUsd\)/);
        const made = differences(before, await dump(stage.home)).filter((change) => !byItself.test(change));
        assert.deepEqual(made, []);
        return `${declared.length + 1} expensive declarations refused by name, as are a type nobody knows yet, a waiver that ended, a state or secrets elsewhere; ${Object.keys(cheap).length} cheap ones let pass, nothing made`;
    },
};

/** With a waiver that has ended, for the instance of an unknown type. */
async function whileWaived<T>(stage: Stage, preview: () => Promise<T>): Promise<T> {
    const file = join(stage.tree, "policy-pack", "waivers.json");
    const before = readFileSync(file, "utf8");
    const instance = { policy: "machines", project: "trial", resource: "aws:ec2/instance:Instance::of-some-type" };
    writeFileSync(file, JSON.stringify([{ ...instance, reason: "a trial", owner: "ada", until: "2026-01-31" }]));
    try {
        return await preview();
    } finally {
        writeFileSync(file, before);
    }
}

/**
 * A demo in a hurry, and a shell that attaches no policy pack: the program itself refuses a NAT gateway, a state in a folder,
 * and secrets under a passphrase, before any resource.
 */
async function withoutThePack(stage: Stage, say: Say): Promise<void> {
    const hurry = join(stage.tree, "demo-in-a-hurry");
    cpSync(join(stage.tree, "demo"), hurry, { recursive: true });
    appendFileSync(
        join(hurry, "index.ts"),
        '\nnew aws.ec2.NatGateway("nat", { subnetId: network.subnetIds[0], allocationId: "eipalloc-0" }, { provider });\n',
    );
    const noPack = ["env", "-u", "PULUMI_OPTION_POLICY_PACK", "PULUMI_CONFIG_PASSPHRASE="];
    const preview = ["pulumi", "preview", "-C", "demo-in-a-hurry"];
    const gateway = await stage.refused(inRole("demo", [...noPack, ...preview]), say);
    assert.match(gateway, /aws:ec2\/natGateway:NatGateway nat: a NAT gateway costs 32\.85 USD a month/);

    const config = join(hurry, "Pulumi.local.yaml");
    writeFileSync(config, readFileSync(config, "utf8").replace(/^(secretsprovider|encryptedkey): .*\n/gm, ""));
    const inFolder = [...noPack, `PULUMI_BACKEND_URL=${pathToFileURL(hurry).href}`];
    await stage.run([...inFolder, "pulumi", "stack", "init", "local", "-C", "demo-in-a-hurry"], say);
    const folder = await stage.refused(inRole("demo", [...inFolder, ...preview]), say);
    assert.match(folder, /the state of demo is in file:\/\/\S+: it must be in s3:\/\/\S+\. Set it with: eval/);
    const passphrase = await stage.refused(inRole("demo", [...noPack, ...preview]), say);
    assert.match(passphrase, /the secrets of demo are encrypted with a passphrase: it must be awskms:\/\//);
}

/** How to preview a project that is none of the layers, on a state of its own: what TRIAL says, with the pack's settings. */
async function trialIn(stage: Stage, say: Say) {
    const folder = join(stage.home, "trial");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "settings.json");
    const variables = {
        ...stage.variables,
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_STACK: "trial",
    };
    await stage.run(["pulumi", "stack", "init", "trial", "-C", "rehearsal/trial"], say, { variables });
    return (TRIAL: "cheap" | "expensive", ceiling = 1_000): Promise<Heard> => {
        writeFileSync(file, JSON.stringify({ ...settings, "stack-cost": { maxMonthlyUsd: ceiling } }));
        const preview = ["pulumi", "preview", "-C", "rehearsal/trial", "--policy-pack-config", file];
        return stage.hear(preview, { say, variables: { ...variables, TRIAL } });
    };
}
