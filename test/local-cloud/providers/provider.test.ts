import assert from "node:assert/strict";
import { Provider, ResourceInitError } from "../../../local-cloud/providers/provider";
import { type Props, type ProviderDefinition, UNKNOWN } from "../../../local-cloud/providers/resource-type";
import { createSmallProvider, type SmallCloud, unknownUrn, urn } from "./small-provider";

describe("an offline provider", () => {
    const subject = { urn };
    const seed = Buffer.from("seed");
    const good = { name: "worker", path: "/", assumeRolePolicy: '{"Version":"1"}', tags: { a: "1" } };
    let cloud: SmallCloud;
    let provider: Provider<SmallCloud>;

    beforeEach(() => {
        cloud = { resources: {}, logged: [] };
        provider = new Provider(createSmallProvider(cloud), (severity, message) =>
            cloud.logged.push(`${severity}: ${message}`),
        );
        provider.configure({});
    });

    describe("in check", () => {
        const checked = (news: Props, olds: Props = {}) =>
            provider.check(subject, { ...good, ...news }, olds, seed).inputs;

        it("keeps a given name", () => assert.equal(checked({}).name, "worker"));

        it("generates a name from the resource's and seven digits of the engine's seed", () => {
            const name = checked({ name: undefined }).name as string;
            assert.match(name, /^worker-[0-9a-f]{7}$/);
            assert.equal(checked({ name: undefined }).name, name);
        });

        it("keeps a generated name", () => {
            assert.equal(checked({ name: undefined }, { name: "worker-0123abc" }).name, "worker-0123abc");
        });

        it("generates a name when the program removes its own", () => {
            assert.match(checked({ name: undefined }, { name: "other" }).name as string, /^worker-/);
        });

        it("adds defaults for what the program leaves out", () => {
            assert.deepEqual([checked({ path: undefined }).path, checked({ path: "/x/" }).path], ["/", "/x/"]);
        });

        it("adds the provider's default tags, but not over the resource's own", () => {
            cloud.defaultTags = { a: "0", b: "2" };
            assert.deepEqual(checked({}).tags, { a: "1", b: "2" });
        });

        it("converts a document given as an object to JSON text", () => {
            assert.equal(checked({ assumeRolePolicy: { Version: "1" } }).assumeRolePolicy, '{"Version":"1"}');
        });

        it("names a required input that is missing", () => {
            const { failures } = provider.check(subject, { name: "worker" }, {}, seed);
            assert.deepEqual(failures, [
                {
                    property: "assumeRolePolicy",
                    reason: 'Missing required argument: "assumeRolePolicy" has no value; set it.',
                },
            ]);
        });
    });

    describe("in diff", () => {
        const cases: {
            claim: string;
            news: Props;
            olds?: Props;
            changed: string[];
            replaces?: string[];
            first?: boolean;
        }[] = [
            { claim: "sees no change where there is none", news: {}, changed: [] },
            {
                claim: "sees no change between two spellings of a document",
                news: { assumeRolePolicy: '{ "Version": "1" }' },
                changed: [],
            },
            { claim: "sees no change between absent, null and empty", news: { description: "" }, changed: [] },
            { claim: "changes in place what can change", news: { description: "new" }, changed: ["description"] },
            {
                claim: "ignores an input that only the cloud sets",
                olds: { permissionsBoundary: "arn" },
                news: {},
                changed: [],
            },
            { claim: "sees a removed input", news: { tags: undefined }, changed: ["tags"] },
            { claim: "sees a change to an unknown value", news: { description: UNKNOWN }, changed: ["description"] },
            {
                claim: "creates a replacement with another name first",
                news: { name: "b" },
                changed: ["name"],
                replaces: ["name"],
            },
            {
                claim: "deletes first if the replacement has the same name",
                news: { path: "/x/" },
                changed: ["path"],
                replaces: ["path"],
                first: true,
            },
            {
                claim: "replaces nothing that another input lets the cloud change in place",
                olds: { forceDetachPolicies: true },
                news: { forceDetachPolicies: true, path: "/x/" },
                changed: ["path"],
            },
            {
                claim: "creates first if the name was generated",
                olds: { name: "worker-0123abc" },
                news: { name: "worker-0123abc", path: "/x/" },
                changed: ["path"],
                replaces: ["path"],
            },
        ];
        for (const { claim, news, olds, changed, replaces = [], first = false } of cases) {
            it(claim, () => {
                const seen = provider.diff(subject, { ...good, ...news }, { ...good, ...olds });
                assert.deepEqual(seen, { changed, replaces, deleteBeforeReplace: first });
            });
        }
    });

    describe("in preview", () => {
        it("shows inputs, and outputs that only the cloud knows as unknown", async () => {
            const { id, state } = await provider.create(subject, good, true);
            const { arn, uniqueId, createDate, permissionsBoundary, ...rest } = state;
            assert.equal(id, "");
            assert.deepEqual([arn, uniqueId, createDate, permissionsBoundary], [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]);
            assert.deepEqual(rest, { ...good, tagsAll: good.tags });
            assert.deepEqual(cloud.resources, {});
        });

        it("keeps the outputs in an update, except those that an update changes", async () => {
            const before = { ...good, arn: "arn:worker", uniqueId: "1" };
            const state = await provider.update(subject, "worker", { ...good, description: "new" }, good, before, true);
            assert.deepEqual([state.arn, state.uniqueId, state.description], ["arn:worker", UNKNOWN, "new"]);
        });

        it("shows an unknown type, with one warning", async () => {
            const { state } = await provider.create({ urn: unknownUrn }, { subnetId: "s" }, true);
            assert.deepEqual([state.subnetId, state.associationId], ["s", UNKNOWN]);
            assert.deepEqual(cloud.logged, [
                "warning: the local cloud does not support aws:ec2/natGateway:NatGateway: this preview shows it, but an update would fail; add it to small/ec2.ts, or leave it out.",
            ]);
        });

        it("shows an unsupported input, with a warning", async () => {
            await provider.create(subject, { ...good, maxSessionDuration: 60 }, true);
            assert.match(
                cloud.logged.join(),
                /aws:iam\/role:Role does not support maxSessionDuration; add it to small\/ec2.ts/,
            );
        });
    });

    describe("in an update", () => {
        it("takes the state from a read, and from create what only that returns", async () => {
            const { id, state } = await provider.create(subject, { ...good, forceDetachPolicies: true }, false);
            assert.equal(id, "worker");
            const { arn, createDate, forceDetachPolicies } = state;
            assert.deepEqual([arn, createDate, forceDetachPolicies], ["arn:worker", "today", true]);
        });

        it("refuses an unknown type", async () => {
            await assert.rejects(provider.create({ urn: unknownUrn }, {}, false), {
                message:
                    "create aws:ec2/natGateway:NatGateway nat: the local cloud does not support aws:ec2/natGateway:NatGateway: it cannot be created here; add it to small/ec2.ts, or leave it out.",
            });
        });

        it("refuses an input it would ignore, even an empty one", async () => {
            await assert.rejects(
                provider.create(subject, { ...good, inlinePolicies: [] }, false),
                /does not support inlinePolicies/,
            );
            assert.deepEqual(cloud.resources, {});
        });

        it("keeps a resource in the state whose finalization failed", async () => {
            await assert.rejects(provider.create(subject, { ...good, description: "breaks" }, false), (error) => {
                assert.ok(error instanceof ResourceInitError);
                assert.equal(error.message, "create aws:iam/role:Role worker: it would not settle.");
                assert.deepEqual(
                    [error.id, error.state.arn, error.state.createDate],
                    ["worker", "arn:worker", "today"],
                );
                return true;
            });
        });

        it("removes a removed input from the state", async () => {
            const before = (await provider.create(subject, { ...good, forceDetachPolicies: true }, false)).state;
            const state = await provider.update(
                subject,
                "worker",
                good,
                { ...good, forceDetachPolicies: true },
                before,
                false,
            );
            assert.deepEqual(["forceDetachPolicies" in state, state.createDate], [false, "today"]);
        });

        it("accepts the deletion of a missing resource", async () => {
            await provider.create(subject, good, false);
            await provider.delete(subject, "worker", {});
            await provider.delete(subject, "worker", {});
            assert.deepEqual(cloud.resources, {});
        });
    });

    describe("in a refresh", () => {
        const spelt = { ...good, assumeRolePolicy: '{ "Version":"1" }', forceDetachPolicies: true };
        let state: Props;

        beforeEach(async () => {
            state = (await provider.create(subject, good, false)).state;
        });

        it("keeps inputs as written if the cloud did not change", async () => {
            const seen = await provider.read(subject, "worker", spelt, { ...state, forceDetachPolicies: true });
            assert.deepEqual(seen.inputs, spelt);
            assert.equal(seen.state.forceDetachPolicies, true);
        });

        it("updates an input that changed in the cloud", async () => {
            Object.assign(cloud.resources.worker ?? {}, { assumeRolePolicy: '{"Version":"2"}', description: "drift" });
            const seen = await provider.read(subject, "worker", spelt, state);
            assert.deepEqual(seen.inputs, { ...spelt, assumeRolePolicy: '{"Version":"2"}', description: "drift" });
            assert.equal(seen.state.description, "drift");
        });

        it("sees what was removed in the cloud", async () => {
            Object.assign(cloud.resources.worker ?? {}, { tags: undefined });
            assert.equal((await provider.read(subject, "worker", spelt, state)).inputs.tags, undefined);
        });

        it("repairs a drift without replacing anything", async () => {
            Object.assign(cloud.resources.worker ?? {}, { tags: { drift: "1" } });
            const seen = await provider.read(subject, "worker", spelt, state);
            assert.deepEqual(provider.diff(subject, spelt, seen.inputs).changed, ["tags"]);
            assert.deepEqual(provider.diff(subject, spelt, seen.inputs).replaces, []);
        });

        it("returns no id for a missing resource", async () => {
            cloud.resources = {};
            assert.equal((await provider.read(subject, "worker", spelt, state)).id, "");
        });

        it("builds an import's inputs and state from a read alone", async () => {
            const seen = await provider.read(subject, "worker", {}, {});
            assert.deepEqual(seen.inputs, { ...good, forceDetachPolicies: false });
            assert.deepEqual([seen.state.arn, seen.state.createDate], ["arn:worker", undefined]);
        });
    });

    it("refuses an unknown function", async () => {
        await assert.rejects(provider.invoke("aws:ec2/getAmi:getAmi", {}), {
            message: "the local cloud does not support aws:ec2/getAmi:getAmi; add it to small/ec2.ts, or leave it out.",
        });
    });

    it("never talks to anything but this machine", async () => {
        const abroad: ProviderDefinition<SmallCloud> = {
            ...createSmallProvider(cloud),
            getEndpoint: () => "https://us-east-1.amazonaws.com",
        };
        const lost = new Provider(abroad, () => {});
        lost.configure({});
        await assert.rejects(lost.create(subject, good, false), {
            message:
                "create aws:iam/role:Role worker: this offline provider only talks to the local cloud on loopback, not to https://us-east-1.amazonaws.com: start it.",
        });
        assert.deepEqual(cloud.resources, {});
    });
});
