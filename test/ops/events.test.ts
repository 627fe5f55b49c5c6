import assert from "node:assert/strict";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { changesIn, type EngineEvent, eventsOf, judgementIn, watched } from "../../ops/events";
import type { Pulumi } from "../../ops/pulumi";
import { cost, judge, judged, logOf, pack, preview, said, step, urns } from "./engine-told";

const without = (one: EngineEvent) => preview().filter((event) => JSON.stringify(event) !== JSON.stringify(one));
const another = { ...judge, policyPackVersion: "0.1.0+000000000000" };
/** The same events, told of another pack. */
const toldOf = (who: object): EngineEvent[] =>
    JSON.parse(JSON.stringify(preview()), (_key, value) => (value?.policyPackName ? { ...value, ...who } : value));

describe("the judgement of a preview", () => {
    it("is how many resources the pack judged, and what it said", () => {
        assert.deepEqual(judgementIn(preview(), pack, "demo"), {
            pack,
            judged: 3,
            said: [said],
        });
    });

    it("asks for none of what is only read, and of what goes", () => {
        const gone = { resourcePreEvent: step("delete", urns.core, {}) };
        assert.equal(judgementIn([...preview(), gone], pack, "demo").judged, 3);
    });

    const end = ": see what the pulumi on PATH makes of PULUMI_OPTION_POLICY_PACK.";
    const refused: { title: string; events: EngineEvent[]; because: string }[] = [
        {
            title: "no pack is attached",
            events: preview().filter((event) => event.resourcePreEvent),
            because: "none did",
        },
        { title: "the engine tells nothing", events: [], because: "none did" },
        {
            title: "the pack is of other files",
            events: toldOf(another),
            because: "devmin 0.1.0+000000000000 did",
        },
        {
            title: "the pack has another name",
            events: toldOf({ policyPackName: "awsguard", policyPackVersion: judge.policyPackVersion }),
            because: "awsguard 0.1.0+3f2a8c0d9b1e did",
        },
        {
            title: "a resource that comes is left out",
            events: without(judged(urns.cluster)),
            because: "it left out Cluster cluster",
        },
        {
            title: "a resource that stays is left out",
            events: without(judged(urns.stack)),
            because: "it left out Stack devmin-demo-dev",
        },
        {
            title: "a resource is judged by another pack alone",
            events: [
                ...without(judged(urns.schedule)),
                { policyAnalyzeSummaryEvent: { ...another, resourceUrn: urns.schedule } },
            ],
            because: "it left out Schedule pulse",
        },
        {
            title: "a step is of a kind that nobody knows, and not judged",
            events: [...preview(), { resourcePreEvent: step("transmute", urns.core, {}, {}) }],
            because: "it left out StackReference core",
        },
        {
            title: "the stack as a whole is left out",
            events: without({ policyAnalyzeStackSummaryEvent: judge }),
            because: "it left out the stack as a whole",
        },
        {
            title: "another pack judges the stack as a whole",
            events: [
                ...without({ policyAnalyzeStackSummaryEvent: judge }),
                { policyAnalyzeStackSummaryEvent: another },
            ],
            because: "it left out the stack as a whole",
        },
    ];
    for (const { title, events, because } of refused) {
        it(`is refused where ${title}`, () => {
            const message = `the policy pack ${pack} must judge all of demo before it changes, but ${because}${end}`;
            assert.throws(() => judgementIn(events, pack, "demo"), { message });
        });
    }

    it("has nothing of what another pack said", () => {
        const theirs = {
            policyEvent: { ...(cost.policyEvent as NonNullable<EngineEvent["policyEvent"]>), ...another },
        };
        assert.equal(judgementIn([...preview(), theirs], pack, "demo").said.length, 1);
    });
});

describe("the changes in a preview", () => {
    const changes = (...steps: [op: string, urn: string, old?: object, next?: object][]) =>
        changesIn(
            steps.map((each) => ({ resourcePreEvent: step(...each) })),
            "resourcePreEvent",
        ).map(({ op, before, after }) => ({ op, before, after }));
    const sized = (size: number) => ({ custom: true, inputs: { size } });

    it("are what comes, changes and stays, with the inputs before and after", () => {
        assert.deepEqual(changesIn(preview(), "resourcePreEvent"), [
            { urn: urns.stack, type: "pulumi:pulumi:Stack", op: "same", custom: false, before: {}, after: {} },
            {
                urn: urns.cluster,
                type: "aws:ecs/cluster:Cluster",
                op: "create",
                custom: true,
                before: undefined,
                after: { name: "it" },
            },
            {
                urn: urns.schedule,
                type: "aws:scheduler/schedule:Schedule",
                op: "update",
                custom: true,
                before: { at: "one" },
                after: { at: "two" },
            },
        ]);
    });

    it("have the steps of a replacement as one, with what was and what will be", () => {
        const told = changes(
            ["create-replacement", urns.cluster, sized(1), sized(2)],
            ["replace", urns.cluster, sized(1), sized(2)],
            ["delete-replaced", urns.cluster, sized(1)],
        );
        assert.deepEqual(told, [{ op: "replace", before: { size: 1 }, after: { size: 2 } }]);
    });

    it("have what is left of a replacement that failed half way with the one that stays", () => {
        const told = changes(["same", urns.cluster, sized(2), sized(2)], ["delete", urns.cluster, sized(1)]);
        assert.deepEqual(told, [{ op: "replace", before: { size: 2 }, after: { size: 2 } }]);
    });

    it("have a resource that is adopted as one that comes", () => {
        const told = changes(["import", urns.cluster, undefined, sized(1)]);
        assert.deepEqual(told, [{ op: "create", before: undefined, after: { size: 1 } }]);
    });

    it("have nothing of what is looked at", () => {
        assert.deepEqual(changes(["refresh", urns.cluster, {}, {}], ["read", urns.core, undefined, {}]), []);
    });
});

describe("Pulumi, watched", () => {
    const run = (pulumi: Pulumi) => watched(pulumi, "demo", ["preview"], {});
    const fileIn = (args: string[]) => args[args.indexOf("--event-log") + 1] as string;

    it("tells what its engine wrote, into a folder that nobody else may look into, and that is gone afterwards", async () => {
        let folder = "";
        const { events, failure } = await run(async (_project, args, { variables } = {}) => {
            assert.deepEqual(variables, { PULUMI_DEBUG_COMMANDS: "true" });
            folder = dirname(fileIn(args));
            assert.equal(statSync(folder).mode & 0o777, 0o700);
            writeFileSync(fileIn(args), logOf(preview()));
            return "";
        });
        assert.deepEqual([events, failure], [preview(), undefined]);
        assert.ok(folder && !existsSync(folder));
    });

    it("tells what it did until it failed, and how", async () => {
        const { events, failure } = await run(async (_project, args) => {
            writeFileSync(fileIn(args), logOf([cost]));
            throw new Error("access denied");
        });
        assert.deepEqual([events, failure?.message], [[cost], "access denied"]);
    });

    it("that never began has told nothing", async () => {
        const { events } = await run(async () => {
            throw new Error("locked");
        });
        assert.deepEqual(events, []);
    });

    it("and killed: what it had half written is nothing", () => {
        assert.deepEqual(eventsOf(`${logOf([cost])}{"policyEvent":{"poli`), [cost]);
    });
});
