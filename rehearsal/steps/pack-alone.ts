import assert from "node:assert/strict";
import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Heard, Say, Stage } from "../stage";
import type { Step } from "../step";

const gateway = "aws:ec2/natGateway:NatGateway";
const ceiling = (maxMonthlyUsd: number) => ({ "stack-cost": { maxMonthlyUsd } });

export const packAlone: Step = {
    title: "the policy pack judges a project that is none of ours",
    further: true,
    async play(stage, say) {
        // Not below the tree, whose packages Node would find.
        const folder = mkdtempSync(join(tmpdir(), "devmin-shop-"));
        try {
            const preview = await shopIn(folder, stage, say);

            const refused = await preview("by default");
            assert.notEqual(refused.exitCode, 0);
            const denied = [...refused.output.matchAll(/\[mandatory\]\s+(\S+)\s+\((\S+): (\S+)\)/g)];
            assert.deepEqual(denied.map(([, policy, type, name]) => `${policy} ${type} ${name}`).sort(), [
                "few-of-each pulumi:pulumi:Stack shop-dev",
                "nat-gateways aws:ec2:NatGateway shop-0",
                "nat-gateways aws:ec2:NatGateway shop-1",
                "stack-cost pulumi:pulumi:Stack shop-dev",
            ]);
            assert.match(refused.output, /To waive it for some days: devmin-waivers\.json\./);

            const passed = await preview("cheap");
            assert.equal(passed.exitCode, 0, passed.output);

            const on = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
            const waiver = { policy: "nat-gateways", project: "shop", resource: `${gateway}::shop-*`, owner: "ada" };
            const waive = (until: string) =>
                writeFileSync(
                    join(folder, "devmin-waivers.json"),
                    JSON.stringify([{ ...waiver, reason: "a partner's allow list", until }]),
                );
            waive(on(7));
            const waived = await preview("by default", {
                ...ceiling(80),
                "few-of-each": { most: { "aws:ec2/eip:Eip": 2 } },
            });
            assert.equal(waived.exitCode, 0, waived.output);
            assert.match(waived.output, new RegExp(`waived until ${on(7)}: nat-gateways for ${gateway}::shop-\\*`));

            waive(on(-1));
            const late = await preview("by default", ceiling(70));
            assert.match(late.output, /shop costs 73\.00 USD in a month [\s\S]*The ceiling is 70 \(maxMonthlyUsd\)/);
            assert.match(
                late.output,
                new RegExp(`it ended on ${on(-1)}\\. Correct or remove it in devmin-waivers\\.json`),
            );
            assert.match(late.output, /\[mandatory\]\s+nat-gateways/);
            return "packed, installed beside awsx: its network's NAT gateways refused by name, the network without let pass";
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    },
};

/**
 * A network as awsx makes one unasked, a NAT gateway in each zone; or, where SHOP is cheap, without. The classic part of awsx
 * is plain TypeScript, the other one a plugin.
 */
const program = `
import * as aws from "@pulumi/aws";
import { classic } from "@pulumi/awsx";

const provider = new aws.Provider("aws", { region: "us-east-1" });
const cheaper = process.env.SHOP === "cheap" ? { numberOfNatGateways: 0 } : {};
new classic.ec2.Vpc("shop", { numberOfAvailabilityZones: 2, ...cheaper }, { provider });
`;

/** Packs the pack, installs it in a project of its own, and returns how that is previewed: which program, with which settings. */
async function shopIn(folder: string, stage: Stage, say: Say) {
    const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
    for (const name of ["package.json", "package-lock.json"])
        cpSync(join(stage.tree, "rehearsal", "shop", name), join(folder, name));
    const pack = ["npm", "pack", "--silent", "--pack-destination", folder];
    const packed = await stage.run(pack, say, { folder: join(stage.tree, "policy-pack") });
    renameSync(join(folder, packed.trim().split("\n").at(-1) ?? ""), join(folder, "devmin-policy-pack.tgz"));
    file("Pulumi.yaml", "name: shop\nruntime: nodejs\nmain: index.ts\n");
    // Pulumi brings a TypeScript of its own, of 2020, where a project has none.
    const compilerOptions = { target: "es2020", module: "commonjs", moduleResolution: "node", skipLibCheck: true };
    file("tsconfig.json", JSON.stringify({ compilerOptions }));
    file("index.ts", program);
    await stage.run(["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"], say, { folder });
    const variables = {
        ...stage.variables,
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_STACK: "dev",
        PULUMI_OPTION_POLICY_PACK: join("node_modules", "devmin-policy-pack"),
    };
    await stage.run(["pulumi", "stack", "init", "dev"], say, { variables, folder });
    return (SHOP: "by default" | "cheap", settings: object = {}): Promise<Heard> => {
        file("settings.json", JSON.stringify(settings));
        const preview = ["pulumi", "preview", "--policy-pack-config", join(folder, "settings.json")];
        return stage.hear(preview, { say, variables: { ...variables, SHOP }, folder });
    };
}
