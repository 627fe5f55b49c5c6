import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type CostlyResource, type DeniedResource, deniedResources, isTypeMatch } from "../../policy-pack/catalogue";
import * as policies from "../../policy-pack/rules";
import { allowedDeclarations } from "../fixtures/declarations/allowed";
import type { Declaration } from "../fixtures/declarations/declaration";
import { declarationsDeniedByProperty } from "../fixtures/declarations/denied-by-property";
import { policyPackConfig } from "../fixtures/declarations/policy-pack-config";
import { evaluateResourcePolicy } from "./evaluate-policy";

const resourcePolicies = Object.values(policies).filter(
    (policy): policy is ResourceValidationPolicy => "validateResource" in policy,
);

/** Messages by policy about one resource, in a project that is not a layer; policies without a message are left out. */
async function evaluateAll({ type, props }: Declaration): Promise<Map<string, string[]>> {
    const reported = new Map<string, string[]>();
    for (const policy of resourcePolicies) {
        const messages = await evaluateResourcePolicy(
            policy,
            { type, props, project: "trial", protect: true },
            policyPackConfig[policy.name],
        );
        if (messages !== "not applicable" && messages.length > 0) reported.set(policy.name, messages);
    }
    return reported;
}

describe("all policies together", () => {
    it("are tested with at least 60 allowed and 100 denied declarations", () => {
        assert.ok(Object.keys(allowedDeclarations).length >= 60);
        assert.ok(declarationsDeniedByProperty.length >= 100);
    });
    for (const [name, declaration] of Object.entries<Declaration>(allowedDeclarations)) {
        it(`allow ${name}`, async () => {
            assert.deepEqual(await evaluateAll(declaration), new Map());
        });
    }
    for (const { policy, message: expected, ...declaration } of declarationsDeniedByProperty) {
        it(`deny by ${policy} a ${declaration.type.split(":").pop()}: ${expected}`, async () => {
            const reported = await evaluateAll(declaration);
            assert.deepEqual([...reported.keys()], [policy]);
            const messages = reported.get(policy) ?? [];
            assert.ok(
                messages.some((message) => message.startsWith(expected)),
                messages.join("\n"),
            );
        });
    }
    it("are tested with every constraint of the catalogue", () => {
        const untried = deniedResources.flatMap(({ label, types, constraints = {} }) =>
            Object.keys(constraints)
                .filter((path) => !isTested(types, path))
                .map((path) => `${label}: ${path}`),
        );
        assert.deepEqual(untried, []);
    });

    for (const row of deniedResources.filter(({ constraints }) => !constraints)) {
        for (const type of row.types.map((pattern) => pattern.replace("*", ":x:X"))) {
            it(`deny ${type} with its price`, async () => {
                const reported = [...(await evaluateAll({ type, props: {} })).values()].flat();
                assert.ok(
                    reported.some((message) => message === buildExpectedMessage(row)),
                    reported.join("\n"),
                );
            });
        }
    }
    it("evaluate every type of the catalogue", async () => {
        for (const { label, types } of deniedResources) {
            for (const type of types.map((pattern) => pattern.replace("*", ":x:X"))) {
                const results = await Promise.all(
                    resourcePolicies.map((policy) =>
                        evaluateResourcePolicy(policy, { type, props: {}, project: "trial" }),
                    ),
                );
                assert.ok(
                    results.some((result) => result !== "not applicable"),
                    `${label}: ${type}`,
                );
            }
        }
    });
});

/** Spelled out independently of the pack, so that a price missing from a message fails. */
function buildExpectedMessage(row: DeniedResource): string {
    if ("because" in row) return `${row.label} is not allowed: it ${row.because}. Use ${row.alternative} instead.`;
    const { label, monthly, usage = [], alternative } = row as CostlyResource;
    const prices = [
        ...monthly.map(({ usd, unit }) => `${usd} USD a month per ${unit}`),
        ...usage.map(({ usd, unit }) => `${usd} USD per ${unit}`),
    ].join(", ");
    return `${label} is not allowed: it ${prices ? `costs ${prices}` : "has no public price"}. Use ${alternative} instead.`;
}

/** Whether a declaration of this type is denied for its value at this path. */
const isTested = (types: readonly string[], path: string) => {
    const plain = path.replaceAll("?", "").replaceAll("[", ".").replaceAll("]", "");
    return declarationsDeniedByProperty.some(
        ({ type, message }) => isTypeMatch(types, type) && message.replace(/\.\d+/g, "").startsWith(`${plain} is `),
    );
};
