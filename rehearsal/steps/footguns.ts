import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { byBeingThere } from "../declarations/by-being-there";
import { cheap } from "../declarations/cheap";
import { expensive } from "../declarations/expensive";
import { nameOf, zones } from "../declarations/names";
import { byItself, differences, dump } from "../dump";
import { type Heard, inRole, type Say, type Stage } from "../stage";
import type { Step } from "../step";

export const footguns: Step = {
    title: "cost footguns are refused in preview",
    async play(stage, say) {
        const before = await dump(stage.home);
        await withoutThePack(stage, say);
        const trial = await trialIn(stage, say);
        const refused = await trial("expensive");
        assert.notEqual(refused.exitCode, 0);
        const declared = [...expensive, ...byBeingThere].map((declaration, index) => ({
            policy: declaration.policy,
            name: nameOf(declaration, index),
        }));
        for (const { policy, name } of [...declared, ...zones.map((name) => ({ policy: "nat-gateways", name }))]) {
            const line = new RegExp(`\\[mandatory\\]\\s+${policy}\\s+\\(\\S+: ${name}\\)`);
            assert.match(refused.output, line, `${policy} refuses ${name}`);
        }
        const passed = await trial("cheap");
        assert.equal(passed.exitCode, 0, passed.output);
        assert.doesNotMatch(passed.output, /\[mandatory\]/);
        const above = await trial("cheap", { "stack-cost": { maxMonthlyUsd: 20 } });
        assert.match(above.output, /\[mandatory\]\s+stack-cost\b/);
        assert.match(above.output, /trial costs [\d.]+ USD in a month [\s\S]*The ceiling is 20 \(maxMonthlyUsd\)/);
        const made = differences(before, await dump(stage.home)).filter((change) => !byItself.test(change));
        assert.deepEqual(made, []);
        return `${declared.length + 1} expensive declarations refused by name, ${Object.keys(cheap).length} cheap ones let pass, nothing made`;
    },
};

/** A NAT gateway in the demo, and a shell that attaches no policy pack: the program itself refuses, before any resource. */
async function withoutThePack(stage: Stage, say: Say): Promise<void> {
    const hurry = join(stage.tree, "demo-in-a-hurry");
    cpSync(join(stage.tree, "demo"), hurry, { recursive: true });
    appendFileSync(
        join(hurry, "index.ts"),
        '\nnew aws.ec2.NatGateway("nat", { subnetId: network.subnetIds[0], allocationId: "eipalloc-0" }, { provider });\n',
    );
    const preview = ["env", "-u", "PULUMI_OPTION_POLICY_PACK", "pulumi", "preview", "-C", "demo-in-a-hurry"];
    const said = await stage.refused(inRole("demo", preview), say);
    assert.match(said, /aws:ec2\/natGateway:NatGateway nat: a NAT gateway costs 32\.85 USD a month/);
}

/** How to preview a project that is none of the layers, on a state of its own: what TRIAL says, with the pack's settings. */
async function trialIn(stage: Stage, say: Say) {
    const folder = join(stage.home, "trial");
    mkdirSync(folder, { recursive: true });
    const settings = join(folder, "settings.json");
    const variables = {
        ...stage.variables,
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_STACK: "trial",
    };
    await stage.run(["pulumi", "stack", "init", "trial", "-C", "rehearsal/trial"], say, { variables });
    return (
        TRIAL: "cheap" | "expensive",
        config: object = { "stack-cost": { maxMonthlyUsd: 1_000 } },
    ): Promise<Heard> => {
        writeFileSync(settings, JSON.stringify(config));
        const preview = ["pulumi", "preview", "-C", "rehearsal/trial", "--policy-pack-config", settings];
        return stage.hear(preview, { say, variables: { ...variables, TRIAL } });
    };
}
