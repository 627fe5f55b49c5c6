import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "@pulumi/policy";
import { families, familyOf } from "../../policy-pack/families";
import * as policies from "../../policy-pack/policies";
import { byBeingThere } from "../../rehearsal/declarations/by-being-there";
import { cheap } from "../../rehearsal/declarations/cheap";
import type { Declaration } from "../../rehearsal/declarations/declaration";
import { expensive } from "../../rehearsal/declarations/expensive";
import { verdictOn, verdictsOn } from "./judging";

const folder = join(__dirname, "../../policy-pack/policies");
const files = readdirSync(folder)
    .filter((file) => file !== "index.ts")
    .map((file) => file.replace(/\.ts$/, ""));
const pack = new Map(Object.entries(policies));
const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const tried = new Set([
    ...expensive.map(({ policy }) => policy),
    ...readdirSync(join(__dirname, "policies")).map((file) => file.replace(/\.test\.ts$/, "")),
]);
/** Over rows that are denied by being there, each tried by its type. */
const overExistence = [
    ...["confluent-networking", "escape-hatches", "fleets", "load-balancers"],
    ...["long-lived-identities", "nat-gateways", "platforms", "streams"],
];

describe("the policy pack", () => {
    it("has exactly these guardrails", () => {
        const names = [...pack.values()].map(({ name }) => name);
        assert.deepEqual(names.sort(), [
            ...["administrator-attachments", "confluent-clusters", "confluent-compute", "confluent-networking"],
            ...["confluent-topics", "databases", "durable-buckets", "durable-keys", "ecs-tasks", "escape-hatches"],
            ...["exposed-resources", "few-of-each", "fleets", "iam-policies", "in-their-layer", "kept-warm"],
            ...["keys-and-secrets", "leased-services", "load-balancers", "logins-in-clear"],
            ...["long-lived-identities", "machines"],
            ...["nat-gateways", "nothing-protected-in-demo", "observability", "open-to-everybody", "plain-secrets"],
            ...["platforms", "priced-or-free", "private-networking", "protected-where-it-lives"],
            ...[
                "required-tags",
                "roles-within-the-boundary",
                "security-groups",
                "security-services",
                "stack-cost",
                "storage",
            ],
            "streams",
        ]);
    });
    const ofLayers = [...pack.values()].filter(({ configSchema }) => configSchema?.properties.projects);
    it("has these rules about the layers, which are told what projects those are", () => {
        assert.deepEqual(ofLayers.map(({ name }) => name).sort(), [
            ...["in-their-layer", "leased-services", "nothing-protected-in-demo", "protected-where-it-lives"],
            ...["required-tags", "roles-within-the-boundary"],
        ]);
    });
    it("lets none of them judge another project, whatever is in it", async () => {
        const found = [...Object.values<Declaration>(cheap), ...expensive, ...byBeingThere];
        for (const policy of ofLayers) {
            for (const [protect, { type, props }] of [true, false].flatMap((each) =>
                found.map((one) => [each, one] as const),
            )) {
                const declared = { type, props, protect, project: "shop" };
                if ("validateStack" in policy) assert.deepEqual(await verdictsOn(policy, [declared]), {});
                else assert.ok(["not applicable", ""].includes((await verdictOn(policy, declared)).toString()));
            }
        }
    });
    it("needs of packages what the tree has", () => {
        const { dependencies } = require(join(folder, "..", "package.json"));
        const tree = require("../../package.json").dependencies;
        for (const [name, version] of Object.entries(dependencies)) assert.equal(version, tree[name], name);
    });
    it("lists every guardrail there is a file of", () => {
        assert.deepEqual([...pack.keys()].sort(), files.map(camel).sort());
    });
    for (const file of files) {
        it(`${file} is the name of the file, its one export and the policy; it is mandatory, has a family, and is tried`, () => {
            const exported = require(join(folder, file));
            assert.deepEqual(Object.keys(exported), [camel(file)]);
            const policy = exported[camel(file)] as Policy;
            assert.ok(policy === pack.get(camel(file)));
            assert.equal(policy.name, file);
            // What mends is mandatory where it could not.
            assert.equal(policy.enforcementLevel, "remediateResource" in policy ? "remediate" : "mandatory");
            assert.match(policy.description, /\.$/);
            assert.equal(policy.tags?.length, 1);
            assert.ok(families.includes(familyOf(policy)));
            assert.ok(tried.has(file) || overExistence.includes(file));
        });
    }
});
