import assert from "node:assert/strict";
import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Step } from "../step";
import type { CommandResult, Log, Workspace } from "../workspace";

const natGatewayType = "aws:ec2/natGateway:NatGateway";
const buildCeilingConfig = (maxMonthlyUsd: number) => ({ "max-stack-cost": { maxMonthlyUsd } });

export const standalonePolicyPack: Step = {
    title: "the policy pack works in another project",
    extended: true,
    async run(workspace, log) {
        // Outside the clone, whose packages Node would find.
        const folder = mkdtempSync(join(tmpdir(), "devmin-shop-"));
        try {
            const preview = await prepareShop(folder, workspace, log);

            const refused = await preview("by default");
            assert.notEqual(refused.exitCode, 0);
            const denied = [...refused.output.matchAll(/\[mandatory\]\s+(\S+)\s+\((\S+): (\S+)\)/g)];
            assert.deepEqual(denied.map(([, policy, type, name]) => `${policy} ${type} ${name}`).sort(), [
                "max-resources-per-type pulumi:pulumi:Stack shop-dev",
                "max-stack-cost pulumi:pulumi:Stack shop-dev",
                "no-nat-gateways aws:ec2:NatGateway shop-0",
                "no-nat-gateways aws:ec2:NatGateway shop-1",
            ]);
            assert.match(refused.output, /To allow it for some days, add a waiver to devmin-waivers\.json\./);

            const passed = await preview("cheap");
            assert.equal(passed.exitCode, 0, passed.output);

            const formatDay = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
            const waiver = {
                policy: "no-nat-gateways",
                project: "shop",
                resource: `${natGatewayType}::shop-*`,
                owner: "ada",
            };
            const writeWaiver = (until: string) =>
                writeFileSync(
                    join(folder, "devmin-waivers.json"),
                    JSON.stringify([{ ...waiver, reason: "a partner's allow list", until }]),
                );
            writeWaiver(formatDay(7));
            const waived = await preview("by default", {
                ...buildCeilingConfig(80),
                "max-resources-per-type": { most: { "aws:ec2/eip:Eip": 2 } },
            });
            assert.equal(waived.exitCode, 0, waived.output);
            assert.match(
                waived.output,
                new RegExp(`waived until ${formatDay(7)}: no-nat-gateways for ${natGatewayType}::shop-\\*`),
            );

            writeWaiver(formatDay(-1));
            const expired = await preview("by default", buildCeilingConfig(70));
            assert.match(
                expired.output,
                /shop costs 73\.00 USD a month [\s\S]*The maximum is 70 USD \(maxMonthlyUsd\)/,
            );
            assert.match(
                expired.output,
                new RegExp(`it ended on ${formatDay(-1)}\\. Correct or remove it in devmin-waivers\\.json`),
            );
            assert.match(expired.output, /\[mandatory\]\s+no-nat-gateways/);
            return "packed and installed beside awsx: its network's NAT gateways denied by name, a network without them allowed";
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    },
};

/**
 * A network with awsx' defaults, a NAT gateway in each zone; or, where SHOP is cheap, without. The classic part of awsx is plain
 * TypeScript, the other one a plugin.
 */
const programSource = `
import * as aws from "@pulumi/aws";
import { classic } from "@pulumi/awsx";

const provider = new aws.Provider("aws", { region: "us-east-1" });
const cheaper = process.env.SHOP === "cheap" ? { numberOfNatGateways: 0 } : {};
new classic.ec2.Vpc("shop", { numberOfAvailabilityZones: 2, ...cheaper }, { provider });
`;

/** Packs the policy pack, installs it in a new project, and returns how to preview that: which program, with which settings. */
async function prepareShop(folder: string, workspace: Workspace, log: Log) {
    const writeFile = (name: string, text: string) => writeFileSync(join(folder, name), text);
    for (const name of ["package.json", "package-lock.json"])
        cpSync(join(workspace.tree, "e2e", "shop", name), join(folder, name));
    const pack = ["npm", "pack", "--silent", "--pack-destination", folder];
    const packed = await workspace.run(pack, log, { cwd: join(workspace.tree, "policy-pack") });
    renameSync(join(folder, packed.trim().split("\n").at(-1) ?? ""), join(folder, "devmin-policy-pack.tgz"));
    writeFile("Pulumi.yaml", "name: shop\nruntime: nodejs\nmain: index.ts\n");
    // Pulumi uses its own TypeScript, of 2020, where a project has none.
    const compilerOptions = { target: "es2020", module: "commonjs", moduleResolution: "node", skipLibCheck: true };
    writeFile("tsconfig.json", JSON.stringify({ compilerOptions }));
    writeFile("index.ts", programSource);
    await workspace.run(["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"], log, { cwd: folder });
    const variables = {
        ...workspace.env,
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_STACK: "dev",
        PULUMI_OPTION_POLICY_PACK: join("node_modules", "devmin-policy-pack"),
    };
    await workspace.run(["pulumi", "stack", "init", "dev"], log, { env: variables, cwd: folder });
    return (SHOP: "by default" | "cheap", settings: object = {}): Promise<CommandResult> => {
        writeFile("settings.json", JSON.stringify(settings));
        const preview = ["pulumi", "preview", "--policy-pack-config", join(folder, "settings.json")];
        return workspace.exec(preview, { log, env: { ...variables, SHOP }, cwd: folder });
    };
}
