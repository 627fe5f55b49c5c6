import assert from "node:assert/strict";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import fc from "fast-check";
import { type DeniedResource, deniedResources, isTypeMatch } from "../../policy-pack/catalogue";
import * as policies from "../../policy-pack/rules";
import { allowedDeclarations } from "../fixtures/declarations/allowed";
import type { Declaration } from "../fixtures/declarations/declaration";
import { policyPackConfig } from "../fixtures/declarations/policy-pack-config";
import { evaluateResourcePolicy, evaluateStackPolicy, previewUnknown, remediate } from "./evaluate-policy";

const all = Object.values(policies);
const ofResources = all.filter((policy): policy is ResourceValidationPolicy => "validateResource" in policy);
const ofStacks = all.filter((policy): policy is StackValidationPolicy => "validateStack" in policy);
const allowed: readonly Declaration[] = Object.values(allowedDeclarations);

/** Any property value, including unknown and partly unknown ones. */
const anything = fc.oneof(
    fc.constantFrom<unknown>(
        previewUnknown,
        null,
        undefined,
        true,
        false,
        0,
        -1,
        1e9,
        "",
        "true",
        "-1",
        "*",
        "0.0.0.0/0",
        "{",
        "[]",
    ),
    fc.constantFrom<unknown>(
        [],
        {},
        [previewUnknown],
        [null],
        [[]],
        [{ a: previewUnknown }],
        { value: previewUnknown },
        { policy: previewUnknown },
    ),
    fc.jsonValue(),
);
/** An allowed declaration with some properties replaced, including those with constraints. */
const changedDeclarations = fc.constantFrom(...allowed).chain(({ type, props }) => {
    const paths = deniedResources
        .filter(({ types }) => isTypeMatch(types, type))
        .flatMap((row) => Object.keys(row.constraints ?? {}));
    const topProperties = paths.map((path) => path.split(/[.[?]/)[0] as string);
    const keys = [
        ...new Set([...Object.keys(props), ...topProperties]),
        ...["policy", "ingress", "permissionsBoundary", "environment", "tags", "tagSpecifications", "propagateTags"],
    ];
    return fc
        .dictionary(fc.constantFrom(...keys), anything, { minKeys: 1, maxKeys: 3 })
        .map((change): Declaration => ({ type, props: { ...props, ...change } }));
});

describe("with any declaration", () => {
    it("no resource policy crashes or leaves an unknown value to the SDK", async () => {
        await fc.assert(
            fc.asyncProperty(changedDeclarations, fc.constantFrom(...ofResources), async ({ type, props }, policy) => {
                const declared = { type, props, project: "devmin-demo" };
                await remediate(policy, declared); // throws if the policy does
                await evaluateResourcePolicy(policy, declared);
            }),
            { numRuns: 3_000 },
        );
    });
    it("no stack policy crashes", async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(changedDeclarations, { maxLength: 5 }),
                fc.constantFrom(...ofStacks),
                async (stack, policy) => {
                    const named = stack.map((each, index) => ({ ...each, name: `r${index}`, project: "devmin-demo" }));
                    await evaluateStackPolicy(policy, named);
                },
            ),
            { numRuns: 500 },
        );
    });
});

/** The allowed declaration of a row's type with another value for the first property of a path. */
function withAt(row: DeniedResource, path: string, value: unknown): Declaration | undefined {
    const good = allowed.find(({ type }) => row.types.includes(type));
    const top = path.split(/[.[?]/)[0] as string;
    return good && { type: good.type, props: { ...good.props, [top]: value } };
}

describe("a property with a constraint", () => {
    const limits = deniedResources.flatMap((row) =>
        Object.entries(row.constraints ?? {}).map(([path, limit]) => ({ row, path, limit })),
    );
    /** Valid for no property of the catalogue; passing would be an accident. */
    const wrong = fc.oneof(
        fc.constantFrom<unknown>(
            previewUnknown,
            [previewUnknown],
            "true",
            "ADVANCED",
            1e12,
            Number.NaN,
            "NaN",
            "1e3",
            "∞",
            " 1",
            "0x1",
        ),
        fc
            .string({ minLength: 1 })
            .filter((text) => !/^-?\d+$/.test(text))
            .map((text) => `no such value: ${text}`),
        fc.maxSafeInteger().map((number) => 100_000_000_000 + Math.abs(number)),
    );
    for (const { row, path, limit } of limits) {
        const types = row.types.filter((type) => allowed.some((good) => good.type === type));
        if (types.length === 0) continue;
        it(`of ${row.label}, ${path}, never passes when wrong or unknown`, async () => {
            await fc.assert(
                fc.asyncProperty(wrong, async (value) => {
                    const { type, props } = withAt(row, path, value) as Declaration;
                    const reported: string[] = [];
                    for (const policy of ofResources) {
                        const verdict = await evaluateResourcePolicy(policy, {
                            type,
                            props,
                            project: "trial",
                            protect: true,
                        });
                        if (verdict !== "not applicable") reported.push(...verdict);
                    }
                    assert.ok(
                        reported.some((message) => !message.startsWith("advisory")),
                        JSON.stringify([type, props, limit]),
                    );
                }),
                { numRuns: 15 },
            );
        });
    }
    it("is tested for all but a few rows", async () => {
        const untried = limits.filter(({ row }) => !allowed.some(({ type }) => row.types.includes(type)));
        assert.deepEqual(
            [...new Set(untried.map(({ row }) => row.label))],
            ["a database snapshot shared with other accounts"],
        );
    });
});

describe("an unknown value that may be deferred", () => {
    const deferred = [
        "no-administrator-policies",
        "no-broad-iam-permissions",
        "no-plaintext-secrets-in-env",
        "no-public-principals",
        "roles-require-boundary",
    ];
    it("is reported, and never about cost", async () => {
        const seen = new Set<string>();
        for (const { type, props } of allowed) {
            for (const property of Object.keys(props)) {
                for (const policy of ofResources) {
                    const declared = {
                        type,
                        props: { ...props, [property]: previewUnknown },
                        project: "trial",
                        protect: true,
                    };
                    for (const message of await evaluateResourcePolicy(
                        policy,
                        declared,
                        policyPackConfig[policy.name],
                    )) {
                        if (!message.startsWith("advisory: deferred: ")) continue;
                        assert.match(message, new RegExp(`^advisory: deferred: ${property} is unknown until`));
                        seen.add(policy.name);
                    }
                }
            }
        }
        assert.deepEqual([...seen].sort(), deferred);
        for (const { name, tags } of all)
            if (deferred.includes(name)) assert.match(tags?.[0] as string, /^(identity|secrets)$/);
    });
});
