import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "@pulumi/policy";
import * as policies from "../../policy-pack/rules";
import { families, getFamily } from "../../policy-pack/runtime/families";
import { allowedDeclarations } from "../fixtures/declarations/allowed";
import type { Declaration } from "../fixtures/declarations/declaration";
import { declarationsDeniedByProperty } from "../fixtures/declarations/denied-by-property";
import { declarationsDeniedByType } from "../fixtures/declarations/denied-by-type";
import { evaluateResourcePolicy, evaluateStackPolicy } from "./evaluate-policy";

const folder = join(__dirname, "../../policy-pack/rules");
/** Family and name of each policy, from its path. */
const files = listFiles(folder, ".ts");
const pack = new Map(Object.entries(policies));
const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const tested = new Set([
    ...declarationsDeniedByProperty.map(({ policy }) => policy),
    ...listFiles(join(__dirname, "rules"), ".test.ts").map(({ name }) => name),
]);
/** Policies of rows that are denied whatever their properties; declarations.test.ts tests each type. */
const deniedByTypeAlone = [
    ...["no-confluent-private-networking", "no-opaque-resources", "no-compute-fleets", "no-load-balancers"],
    ...["no-iam-users-or-keys", "no-nat-gateways", "no-managed-platforms", "no-aws-brokers-or-streams"],
];

describe("the policy pack", () => {
    it("has exactly these policies", () => {
        const names = [...pack.values()].map(({ name }) => name);
        assert.deepEqual(names.sort(), [
            "confluent-basic-clusters-only",
            "confluent-compute-limits",
            "confluent-topic-limits",
            "database-limits",
            "demo-is-unprotected",
            "demo-services-require-lease",
            "durable-buckets",
            "durable-kms-keys",
            "ec2-instance-types",
            "ecs-task-limits",
            "layer-placement",
            "max-resources-per-type",
            "max-stack-cost",
            "no-administrator-policies",
            "no-aws-brokers-or-streams",
            "no-broad-iam-permissions",
            "no-compute-fleets",
            "no-confluent-private-networking",
            "no-hourly-networking",
            "no-iam-users-or-keys",
            "no-load-balancers",
            "no-managed-platforms",
            "no-nat-gateways",
            "no-opaque-resources",
            "no-paid-security-services",
            "no-plaintext-credentials",
            "no-plaintext-secrets-in-env",
            "no-provisioned-concurrency",
            "no-public-ingress",
            "no-public-principals",
            "no-public-resources",
            "observability-limits",
            "protect-persistent-layers",
            "require-known-price",
            "required-tags",
            "roles-require-boundary",
            "single-region-keys-and-secrets",
            "storage-limits",
        ]);
    });
    const ofLayers = [...pack.values()].filter(({ configSchema }) => configSchema?.properties.projects);
    it("has these policies about layers, whose projects are a setting", () => {
        assert.deepEqual(ofLayers.map(({ name }) => name).sort(), [
            ...["demo-is-unprotected", "demo-services-require-lease", "layer-placement", "protect-persistent-layers"],
            ...["required-tags", "roles-require-boundary"],
        ]);
    });
    it("evaluates none of them in another project", async () => {
        const found = [
            ...Object.values<Declaration>(allowedDeclarations),
            ...declarationsDeniedByProperty,
            ...declarationsDeniedByType,
        ];
        for (const policy of ofLayers) {
            for (const [protect, { type, props }] of [true, false].flatMap((each) =>
                found.map((one) => [each, one] as const),
            )) {
                const declared = { type, props, protect, project: "shop" };
                if ("validateStack" in policy) assert.deepEqual(await evaluateStackPolicy(policy, [declared]), {});
                else
                    assert.ok(
                        ["not applicable", ""].includes((await evaluateResourcePolicy(policy, declared)).toString()),
                    );
            }
        }
    });
    it("depends on the same package versions as the repository", () => {
        const { dependencies } = require(join(folder, "..", "package.json"));
        const tree = require("../../package.json").dependencies;
        for (const [name, version] of Object.entries(dependencies)) assert.equal(version, tree[name], name);
    });
    it("exports every policy file", () => {
        assert.deepEqual([...pack.keys()].sort(), files.map(({ name }) => camel(name)).sort());
    });
    for (const { family, name } of files) {
        it(`${name} is the name of its file, only export and policy, is mandatory, in its family's folder, and tested`, () => {
            const exported = require(join(folder, family, name));
            assert.deepEqual(Object.keys(exported), [camel(name)]);
            const policy = exported[camel(name)] as Policy;
            assert.ok(policy === pack.get(camel(name)));
            assert.equal(policy.name, name);
            // A remediating policy is mandatory where it cannot remediate.
            assert.equal(policy.enforcementLevel, "remediateResource" in policy ? "remediate" : "mandatory");
            assert.match(policy.description, /\.$/);
            assert.deepEqual(policy.tags, [family]);
            assert.ok(families.includes(getFamily(policy)));
            assert.ok(tested.has(name) || deniedByTypeAlone.includes(name));
        });
    }
});

function listFiles(root: string, ending: string): { family: string; name: string }[] {
    return readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name: family }) => readdirSync(join(root, family)).map((file) => ({ family, file })))
        .filter(({ file }) => file.endsWith(ending))
        .map(({ family, file }) => ({ family, name: file.slice(0, -ending.length) }));
}
