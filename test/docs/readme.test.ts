import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { steps } from "../../e2e/steps";
import { buildPolicies } from "../../policy-pack/runtime/build-policies";
import type { Waiver } from "../../policy-pack/runtime/waivers";
import { type MockSetup, runLayerProgram } from "../mocks";
import { evaluateResourcePolicy } from "../policy-pack/evaluate-policy";

const root = join(__dirname, "..", "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** A recipe's lines of code: what stands between backticks, one a line that has nothing else, or after the colon. */
const listSnippets = (recipe: string) => [...recipe.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string);
const getRecipe = (title: string) => readme.split(`**${title}**`)[1]?.split("\n\n")[0] ?? assert.fail(title);
const findSnippet = (title: string, start: string) =>
    listSnippets(getRecipe(title)).find((code) => code.startsWith(start)) ?? assert.fail(`${title}: ${start}`);

describe("README.md", () => {
    for (const page of [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/operations.md",
        "docs/cli.md",
        "docs/runbook.md",
        "local-cloud/README.md",
    ]) {
        it(`${page} links to files and headings that are there`, () => {
            const text = readFileSync(join(root, page), "utf8");
            for (const [, link = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
                if (/^https?:/.test(link)) continue;
                const [path = "", heading] = link.split("#");
                const file = path ? join(root, dirname(page), path) : join(root, page);
                assert.ok(existsSync(file), `${page}: ${link}`);
                if (heading) assert.ok(listAnchors(readFileSync(file, "utf8")).includes(heading), `${page}: ${link}`);
            }
        });
    }

    it("says how many scenarios there are", () => {
        const basic = steps.filter(({ extended }) => !extended).length;
        for (const text of [`in ${steps.length} scenarios`, `in ${basic} scenarios`, `all ${steps.length} scenarios`])
            assert.ok(readme.includes(text), text);
    });

    it("gives each recipe in five lines", () => {
        for (const title of ["A topic", "A service", "A waiver for a guardrail"])
            assert.equal(getRecipe(title).match(/^\d\. /gm)?.length, 5, title);
    });
});

const listAnchors = (markdown: string) =>
    [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
        title
            .toLowerCase()
            .replaceAll(/[^a-z0-9 -]/g, "")
            .replaceAll(" ", "-"),
    );

describe("a recipe of README.md", () => {
    let clone: string;
    before(() => {
        clone = mkdtempSync(join(tmpdir(), "devmin-recipe-"));
        for (const folder of ["core", "kafka", "demo", "lib", "policy-pack"])
            cpSync(join(root, folder), join(clone, folder), { recursive: true });
        symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
    });
    after(() => rmSync(clone, { recursive: true }));

    function change(file: string, before: string, after: string): void {
        const text = readFileSync(join(clone, file), "utf8");
        assert.equal(text.split(before).length, 2, `${file} has once: ${before}`);
        writeFileSync(
            join(clone, file),
            text.replace(before, () => after),
        );
    }
    const config = (layer: string, more: Record<string, string> = {}) => ({
        [`devmin-${layer}:account`]: "123456789012",
        "aws:region": "eu-central-1",
        ...more,
    });
    const core = { account: "123456789012", region: "eu-central-1", owner: "a@b.org", keyArn: "arn:aws:kms:::key/1" };

    it("adds a topic, with the ACLs of who writes it", async () => {
        const topic = findSnippet("A topic", '"orders.events":');
        const produces = findSnippet("A topic", "produces:");
        change(
            "kafka/topics-and-applications.ts",
            "export const topics = {\n",
            `export const topics = {\n    ${topic}\n`,
        );
        change("kafka/topics-and-applications.ts", 'produces: ["pulse.events"]', produces);
        const { resources } = await runLayerProgram(join(clone, "kafka"), {
            project: "devmin-kafka",
            config: config("kafka"),
            environment: { CONFLUENT_CLOUD_API_KEY: "KEY", CONFLUENT_CLOUD_API_SECRET: "secret" },
            layerOutputs: { core },
        } satisfies MockSetup);
        const inputs = resources.filter(({ type }) => type.endsWith(":KafkaTopic")).map((each) => each.inputs);
        const added =
            inputs.find(({ topicName }) => topicName === "orders.events") ?? assert.fail("the topic is not there");
        assert.equal(added.partitionsCount, 3);
        const acls = resources.filter(
            ({ type, inputs }) => type.endsWith(":KafkaAcl") && inputs.resourceName === "orders.events",
        );
        assert.ok(acls.some(({ inputs }) => inputs.operation === "WRITE"));
    });

    it("adds a service, with the schedule that ends its lease", async () => {
        const row = findSnippet("A service", "shop:");
        const program = findSnippet("A service", "demo/workload/");
        writeFileSync(join(clone, program), 'console.log("hello");\n');
        change("demo/services.ts", "export const services = {\n", `export const services = {\n    ${row}\n`);
        const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:pulse-AbCdEf";
        const leaseUntil = `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`;
        const { resources } = await runLayerProgram(join(clone, "demo"), {
            project: "devmin-demo",
            config: config("demo", { "devmin-demo:leaseUntil": leaseUntil }),
            layerOutputs: {
                core: { ...core, artifactsBucket: "artifacts", evidenceBucket: "evidence" },
                kafka: {
                    applicationAccess: { pulse: { secretArn, secretVersion: "v2", consumerGroup: "pulse" } },
                    declaredTopics: { "pulse.events": { partitions: 3, retentionHours: 1 } },
                },
            },
        } satisfies MockSetup);
        for (const type of ["aws:ecs/service:Service", "aws:scheduler/schedule:Schedule"]) {
            const names = resources.filter((each) => each.type === type).map(({ inputs }) => inputs.name as string);
            assert.equal(names.filter((name) => name.includes("shop")).length, 1, `${type}: ${names}`);
        }
    });

    it("waives a guardrail until its last day", async () => {
        const waiver: Waiver = JSON.parse(findSnippet("A waiver for a guardrail", '{ "policy"'));
        const dayBefore = Date.parse(`${waiver.until}T00:00:00Z`) - 86_400_000;
        const violations = (now: number) => {
            const policy = buildPolicies([waiver], now).find(({ name }) => name === waiver.policy);
            const [type, name] = waiver.resource.split("::") as [string, string];
            return evaluateResourcePolicy(policy as ResourceValidationPolicy, { type, name, project: waiver.project });
        };
        assert.deepEqual(await violations(dayBefore), []);
        assert.notDeepEqual(await violations(dayBefore + 3 * 86_400_000), []);
    });
});
