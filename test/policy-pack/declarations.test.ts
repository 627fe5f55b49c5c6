import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type Denied, denied, type Footgun, isOneOf } from "../../policy-pack/catalogue";
import * as policies from "../../policy-pack/policies";
import { cheap } from "../../rehearsal/declarations/cheap";
import type { Declaration } from "../../rehearsal/declarations/declaration";
import { expensive } from "../../rehearsal/declarations/expensive";
import { settings } from "../../rehearsal/declarations/settings";
import { verdictOn } from "./judging";

const judges = Object.values(policies).filter(
    (policy): policy is ResourceValidationPolicy => "validateResource" in policy,
);

/** What every guardrail says of one resource, in a project that is none of the layers; only those that say something. */
async function saidOf({ type, props }: Declaration): Promise<Map<string, string[]>> {
    const said = new Map<string, string[]>();
    for (const policy of judges) {
        const messages = await verdictOn(
            policy,
            { type, props, project: "trial", protect: true },
            settings[policy.name],
        );
        if (messages !== "not applicable" && messages.length > 0) said.set(policy.name, messages);
    }
    return said;
}

describe("the guardrails, all of them,", () => {
    it("are tried with at least 60 cheap and 100 expensive declarations", () => {
        assert.ok(Object.keys(cheap).length >= 60);
        assert.ok(expensive.length >= 100);
    });
    for (const [name, declaration] of Object.entries<Declaration>(cheap)) {
        it(`let pass ${name}`, async () => {
            assert.deepEqual(await saidOf(declaration), new Map());
        });
    }
    for (const { policy, says, ...declaration } of expensive) {
        it(`${policy} refuses a ${declaration.type.split(":").pop()}: ${says}`, async () => {
            const said = await saidOf(declaration);
            assert.deepEqual([...said.keys()], [policy]);
            const messages = said.get(policy) ?? [];
            assert.ok(
                messages.some((message) => message.startsWith(says)),
                messages.join("\n"),
            );
        });
    }
    it("leave no limit of the catalogue untried", () => {
        const untried = denied.flatMap(({ what, types, decides = {} }) =>
            Object.keys(decides)
                .filter((path) => !tried(types, path))
                .map((path) => `${what}: ${path}`),
        );
        assert.deepEqual(untried, []);
    });

    for (const row of denied.filter(({ decides }) => !decides)) {
        for (const type of row.types.map((pattern) => pattern.replace("*", ":x:X"))) {
            it(`refuse ${type}, by name and with its price`, async () => {
                const said = [...(await saidOf({ type, props: {} })).values()].flat();
                assert.ok(
                    said.some((message) => message === sentenceOf(row)),
                    said.join("\n"),
                );
            });
        }
    }
    it("judge every row of the catalogue, and know its types", async () => {
        for (const { what, types } of denied) {
            for (const type of types.map((pattern) => pattern.replace("*", ":x:X"))) {
                const judged = await Promise.all(
                    judges.map((policy) => verdictOn(policy, { type, props: {}, project: "trial" })),
                );
                assert.ok(
                    judged.some((verdict) => verdict !== "not applicable"),
                    `${what}: ${type}`,
                );
            }
        }
    });
});

/** Written out once more, so that a price left out of a message is seen. */
function sentenceOf(row: Denied): string {
    if ("because" in row) return `${row.what} ${row.because}; use ${row.instead}.`;
    const { what, monthly, usage = [], source, date = "2026-11-23", instead } = row as Footgun;
    const prices = [
        ...monthly.map(({ usd, each }) => `${usd} USD a month per ${each}`),
        ...usage.map(({ usd, each }) => `${usd} USD per ${each}`),
    ].join(" + ");
    return `${what} costs ${prices || "a price that is not public"} (${source}, ${date}), used or not; use ${instead}.`;
}

/** Whether an expensive declaration of this type is refused for what stands at this path. */
const tried = (types: readonly string[], path: string) => {
    const plain = path.replaceAll("?", "").replaceAll("[", ".").replaceAll("]", "");
    return expensive.some(
        ({ type, says }) => isOneOf(types, type) && says.replace(/\.\d+/g, "").startsWith(`${plain} is `),
    );
};
