import assert from "node:assert/strict";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import * as policies from "../../../policy-pack/rules";
import { applyWaivers, findWaiverProblem, isWaiverForUrn } from "../../../policy-pack/runtime/apply-waivers";
import { buildPolicies } from "../../../policy-pack/runtime/build-policies";
import { advise } from "../../../policy-pack/runtime/catch-unknown";
import { locatePackFile } from "../../../policy-pack/runtime/pack-file";
import { createValidWaivers } from "../../../policy-pack/runtime/valid-waivers";
import { parseWaivers, type Waiver } from "../../../policy-pack/runtime/waivers";
import { evaluateResourcePolicy, evaluateStackPolicy } from "../evaluate-policy";

const now = Date.parse("2026-11-24T12:00:00Z");
const good: Waiver = {
    policy: "no-nat-gateways",
    project: "devmin-demo",
    resource: "aws:ec2/natGateway:NatGateway::trial*",
    reason: "a day of tests with a partner's allow list",
    owner: "ada@example.org",
    until: "2026-12-01",
};
const all = Object.values(policies);
const nat = { type: "aws:ec2/natGateway:NatGateway", name: "trial-1", project: "devmin-demo" };
const getPolicy = (name: string, list: Partial<Waiver>[]) =>
    buildPolicies(list, now).find((policy) => policy.name === name) as ResourceValidationPolicy;

describe("waivers", () => {
    it("suppress their policy for their resource", async () => {
        assert.deepEqual(await evaluateResourcePolicy(getPolicy("no-nat-gateways", [good]), nat), []);
    });
    const nonMatching: { title: string; waiver: Partial<Waiver>; resource?: object }[] = [
        { title: "another resource", waiver: good, resource: { name: "front" } },
        { title: "another project", waiver: good, resource: { project: "devmin-core" } },
        { title: "another policy", waiver: { ...good, policy: "no-compute-fleets" } },
        { title: "their resource after they expired", waiver: { ...good, until: "2026-11-23" } },
        { title: "their resource when a field is missing", waiver: { ...good, owner: "" } },
    ];
    for (const { title, waiver, resource } of nonMatching) {
        it(`do not suppress ${title}`, async () => {
            const reported = await evaluateResourcePolicy(getPolicy("no-nat-gateways", [waiver]), {
                ...nat,
                ...resource,
            });
            assert.match(
                reported[0] as string,
                /^a NAT gateway is not allowed: it costs 32\.85 .* To allow it for some days, add a waiver to policy-pack\/waivers\.json\.$/,
            );
        });
    }
    it("never apply to policies about state, identity or secrets, whose messages do not mention them", async () => {
        const waiver = { ...good, policy: "durable-kms-keys", resource: "*" };
        const reported = await evaluateResourcePolicy(getPolicy("durable-kms-keys", [waiver]), {
            type: "aws:kms/key:Key",
            project: "devmin-demo",
        });
        assert.equal(reported.length, 2);
        for (const message of reported) assert.doesNotMatch(message, /waive/);
    });
    it("suppress a stack policy for its resource only", async () => {
        const policy = buildPolicies(
            [{ ...good, policy: "demo-services-require-lease", resource: "aws:ecs/service:Service::a" }],
            now,
        ).find(({ name }) => name === "demo-services-require-lease") as StackValidationPolicy;
        const service = (name: string) => ({
            type: "aws:ecs/service:Service",
            name,
            project: "devmin-demo",
            props: { name },
        });
        const reported = await evaluateStackPolicy(policy, [service("a"), service("b")]);
        assert.deepEqual(Object.keys(reported), ["b"]);
        assert.match(
            reported.b?.[0] as string,
            / To allow it for some days, add a waiver to policy-pack\/waivers\.json\.$/,
        );
    });
    it("leave advisory messages as they are", async () => {
        const advises: StackValidationPolicy = {
            name: "advises",
            description: "Says something.",
            tags: ["cost"],
            validateStack: (_args, report) => advise(report, "by the way"),
        };
        const [policy] = applyWaivers([advises], [], now) as [StackValidationPolicy];
        assert.deepEqual(await evaluateStackPolicy(policy, [nat]), { "": ["advisory: by the way"] });
    });
    it("apply to a resource in a component", () => {
        const urn = "urn:pulumi:dev::devmin-demo::devmin:demo:Network$aws:ec2/natGateway:NatGateway::trial-1";
        assert.ok(isWaiverForUrn(good, urn));
        assert.ok(!isWaiverForUrn(good, urn.replace("trial-1", "front")));
    });
    it("keep the mark by which the SDK skips a policy", () => {
        const { validateResource } = getPolicy("no-nat-gateways", [good]);
        assert.equal((validateResource as { __pulumiType?: string }).__pulumiType, nat.type);
    });

    const cases: { title: string; change: Partial<Record<keyof Waiver, unknown>>; expected: string | undefined }[] = [
        { title: "are valid with all fields", change: {}, expected: undefined },
        { title: "are valid on their last day", change: { until: "2026-11-24" }, expected: undefined },
        {
            title: "are invalid after their last day",
            change: { until: "2026-11-23" },
            expected: "it ended on 2026-11-23",
        },
        { title: "are valid for 90 days", change: { until: "2027-02-22" }, expected: undefined },
        {
            title: "are invalid for 91 days",
            change: { until: "2027-02-23" },
            expected: "until is 2027-02-23, more than 90 days ahead",
        },
        {
            title: "need a date with two-digit days",
            change: { until: "2026-12-1" },
            expected: "until is 2026-12-1, which is not a date (YYYY-MM-DD)",
        },
        {
            title: "need a date",
            change: { until: "soon" },
            expected: "until is soon, which is not a date (YYYY-MM-DD)",
        },
        {
            title: "need an existing date",
            change: { until: "2026-13-41" },
            expected: "until is 2026-13-41, which is not a date (YYYY-MM-DD)",
        },
        { title: "need a reason and an owner", change: { reason: "", owner: 7 }, expected: "it has no reason, owner" },
        {
            title: "need an existing policy",
            change: { policy: "nat-gateway" },
            expected: "there is no policy called nat-gateway",
        },
        {
            title: "are invalid for identity policies",
            change: { policy: "no-broad-iam-permissions" },
            expected: "no-broad-iam-permissions is about identity, which cannot be waived",
        },
        {
            title: "are invalid for state policies",
            change: { policy: "durable-buckets" },
            expected: "durable-buckets is about state, which cannot be waived",
        },
        {
            title: "are invalid for secrets policies",
            change: { policy: "no-plaintext-secrets-in-env" },
            expected: "no-plaintext-secrets-in-env is about secrets, which cannot be waived",
        },
    ];
    for (const { title, change, expected } of cases) {
        it(title, () => assert.equal(findWaiverProblem({ ...good, ...change } as Waiver, all, now), expected));
    }
});

describe("the last day of a waiver", () => {
    const midnight = Date.parse("2026-11-24T00:00:00Z");
    it("ends at midnight UTC", () => {
        const until = { ...good, until: "2026-11-23" };
        assert.equal(findWaiverProblem(until, all, midnight), "it ended on 2026-11-23");
        assert.equal(findWaiverProblem(until, all, midnight - 1), undefined);
    });
    it("may be 90 whole days ahead", () => {
        const until = { ...good, until: "2027-02-22" };
        assert.equal(findWaiverProblem(until, all, midnight), undefined);
        assert.equal(findWaiverProblem(until, all, midnight - 1), "until is 2027-02-22, more than 90 days ahead");
    });
});

describe("the waivers file", () => {
    it("is in the pack's folder in this repository", () => {
        assert.deepEqual(locatePackFile("/clone/policy-pack", "waivers.json"), {
            path: "/clone/policy-pack/waivers.json",
            label: "policy-pack/waivers.json",
        });
    });
    for (const installed of ["devmin-policy-pack", ".pnpm/devmin@0.1.0/node_modules/devmin-policy-pack"]) {
        it(`is in the project's folder, next to node_modules/${installed}`, () => {
            assert.deepEqual(locatePackFile(`/shop/node_modules/${installed}`, "waivers.json"), {
                path: "/shop/devmin-waivers.json",
                label: "devmin-waivers.json",
            });
        });
    }
    it("may be empty", () => assert.deepEqual(parseWaivers("[]"), []));
    for (const [json, problem] of [
        ["", /^is not valid JSON at line 1, column 1: /],
        ["[", /^is not valid JSON at line 1, column 2: /],
        ['[\n  { "policy": "a" }\n  { "policy": "b" }\n]', /^is not valid JSON at line 3, column 3: /],
        ["[{ policy: 1 }]", /^is not valid JSON at line 1, column 4: /],
        ["{}", /^is not a list: /],
        ['"x"', /^is not a list: /],
        ["[1]", /^it has no policy, project, resource/],
    ] as const) {
        it(`that is ${JSON.stringify(json)} has one waiver, which is invalid`, () => {
            const list = parseWaivers(json);
            assert.equal(list.length, 1);
            assert.match(findWaiverProblem(list[0] as Waiver, all, now) as string, problem);
        });
    }
    const evaluateWaivers = (list: Partial<Waiver>[], stack = [nat]) =>
        evaluateStackPolicy(createValidWaivers(all, list, now), stack);

    it("that is not JSON is a violation that names the file and the position", async () => {
        const { "": [message] = [] } = await evaluateWaivers(parseWaivers("[{]"));
        assert.match(
            message as string,
            /^policy-pack\/waivers\.json is not valid JSON at line 1, column 3: .* Correct it; until then no waiver applies\.$/,
        );
    });

    it("is listed in every preview", async () => {
        assert.deepEqual(await evaluateWaivers([good]), {
            "": [
                "advisory: waived until 2026-12-01: no-nat-gateways for aws:ec2/natGateway:NatGateway::trial*, because a day of tests " +
                    "with a partner's allow list (ask ada@example.org).",
            ],
        });
    });
    it("is checked by a policy that cannot be waived", () => {
        const { validateStack: _, ...rule } = createValidWaivers(all, [], now);
        assert.deepEqual(rule, {
            name: "valid-waivers",
            description: "Every waiver must be complete, not expired, and match a resource of its project.",
            enforcementLevel: "mandatory",
            tags: ["policy-pack"],
        });
    });
    it("may match one resource among nonMatching", async () => {
        const [reported] = Object.values(await evaluateWaivers([good], [nat, { ...nat, name: "front" }]));
        assert.match(reported?.[0] as string, /^advisory: waived until/);
    });
    it("reports nothing for an empty stack", async () => assert.deepEqual(await evaluateWaivers([good], []), {}));
    it("reports nothing in another project's preview", async () => {
        assert.deepEqual(await evaluateWaivers([good], [{ ...nat, project: "devmin-core" }]), {});
    });
    it("denies a waiver that matches no resource", async () => {
        assert.deepEqual(await evaluateWaivers([good], [{ ...nat, name: "front" }]), {
            "": [
                "the waiver of no-nat-gateways for aws:ec2/natGateway:NatGateway::trial* matches no resource in devmin-demo. Remove it from " +
                    "policy-pack/waivers.json.",
            ],
        });
    });
    it("denies an expired one in every project", async () => {
        assert.deepEqual(
            await evaluateWaivers([{ ...good, until: "2026-11-23" }], [{ ...nat, project: "devmin-core" }]),
            {
                "": [
                    "the waiver of no-nat-gateways for aws:ec2/natGateway:NatGateway::trial*: it ended on 2026-11-23. Correct or remove it in " +
                        "policy-pack/waivers.json.",
                ],
            },
        );
    });
    it("denies an empty one", async () => {
        assert.match(
            (await evaluateWaivers([{}]))[""]?.[0] as string,
            /^the waiver of no policy for no resource: it has no policy/,
        );
    });
});
