import assert from "node:assert/strict";
import * as policies from "../../../policy-pack/rules";
import { findWaiverProblem } from "../../../policy-pack/runtime/apply-waivers";
import {
    createRenamedPolicies,
    formatRenamedPolicy,
    renamedPolicies,
    replaceOldPolicyNames,
} from "../../../policy-pack/runtime/renamed-policies";
import { createValidWaivers } from "../../../policy-pack/runtime/valid-waivers";
import { parseWaivers } from "../../../policy-pack/runtime/waivers";
import { evaluateStackPolicy } from "../evaluate-policy";

const now = Date.parse("2026-11-24T12:00:00Z");
const natGateway = { type: "aws:ec2/natGateway:NatGateway", name: "trial", project: "devmin-demo" };
const waiver = {
    policy: "nat-gateways",
    project: "devmin-demo",
    resource: "aws:ec2/natGateway:NatGateway::trial",
    reason: "a trial",
    owner: "ada@example.org",
    until: "2026-12-01",
};
const all = Object.values(policies);
const currentNames = [...all.map(({ name }) => name), createValidWaivers(all, [], now).name];

describe("old policy names", () => {
    for (const [oldName, newName] of Object.entries(renamedPolicies)) {
        it(`${oldName} is now ${newName}, which exists, and is no policy's name any more`, () => {
            assert.ok(currentNames.includes(newName));
            assert.ok(!currentNames.includes(oldName));
        });
    }

    it("apply a waiver to the renamed policy", () => {
        const [parsed = {}] = parseWaivers(JSON.stringify([waiver]));
        assert.deepEqual(parsed, { ...waiver, policy: "no-nat-gateways", oldPolicyName: "nat-gateways" });
        assert.equal(findWaiverProblem(parsed, all, now), undefined);
    });
    it("are reported in every preview, in whatever project", async () => {
        const validWaivers = createValidWaivers(all, parseWaivers(JSON.stringify([waiver])), now);
        const renamed =
            'advisory: policy "nat-gateways" is now called "no-nat-gateways": change it in policy-pack/waivers.json; ' +
            "the old name stops working in 0.2.0.";
        const [ownProject = [], otherProject = []] = [
            (await evaluateStackPolicy(validWaivers, [natGateway]))[""],
            (await evaluateStackPolicy(validWaivers, [{ ...natGateway, project: "devmin-core" }]))[""],
        ];
        assert.equal(ownProject[0], renamed);
        assert.match(ownProject[1] as string, /^advisory: waived until 2026-12-01: no-nat-gateways for /);
        assert.deepEqual(otherProject, [renamed]);
    });
    it("leave a waiver without a policy, or of a current one, as it is", () => {
        const [{ policy: _, ...nameless }, current] = [waiver, { ...waiver, policy: "no-nat-gateways" }];
        assert.deepEqual(parseWaivers(JSON.stringify([nameless, current])), [nameless, current]);
    });
    it("are no properties that every object has", () => {
        assert.deepEqual(replaceOldPolicyNames({ constructor: 1 }, "f"), {
            settings: { constructor: 1 },
            oldNames: [],
        });
        assert.equal(parseWaivers('[{ "policy": "constructor" }]')[0]?.policy, "constructor");
    });

    it("are replaced in settings", () => {
        assert.deepEqual(replaceOldPolicyNames({ machines: { a: 1 }, "max-stack-cost": { b: 2 } }, "f"), {
            settings: { "ec2-instance-types": { a: 1 }, "max-stack-cost": { b: 2 } },
            oldNames: ["machines"],
        });
    });
    it("are refused in settings beside the new name", () => {
        assert.throws(() => replaceOldPolicyNames({ machines: {}, "ec2-instance-types": {} }, "f.json"), {
            message:
                'f.json has settings of "machines" and of "ec2-instance-types", which is the same policy: remove "machines".',
        });
    });
    it("are reported with the new name, the file and the version that no longer knows them", () => {
        assert.equal(
            formatRenamedPolicy("machines", "f.json"),
            'policy "machines" is now called "ec2-instance-types": change it in f.json; the old name stops working in 0.2.0',
        );
    });
});

describe("the pack used alone, with settings under an old name,", () => {
    const machines = createRenamedPolicies().find(({ name }) => name === "machines");
    assert.ok(machines);

    it("denies them and gives the new name", async () => {
        assert.deepEqual(await evaluateStackPolicy(machines, [natGateway], { instanceTypes: ["t3.nano"] }), {
            "": [
                'policy "machines" is now called "ec2-instance-types": change it in the file of --policy-pack-config; its settings are not applied.',
            ],
        });
    });
    it("allows a file without them", async () => {
        assert.deepEqual(await evaluateStackPolicy(machines, [natGateway]), {});
    });
    it("has a mandatory policy for each old name", () => {
        const { validateStack: _, ...policy } = machines;
        assert.deepEqual(policy, {
            name: "machines",
            description: "Settings of ec2-instance-types must not be under its old name.",
            enforcementLevel: "mandatory",
            tags: ["policy-pack"],
        });
        assert.deepEqual(
            createRenamedPolicies().map(({ name }) => name),
            Object.keys(renamedPolicies),
        );
    });
});
