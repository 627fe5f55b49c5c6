import assert from "node:assert/strict";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { PulumiCli } from "../../../ops/pulumi/cli";
import {
    type EngineEvent,
    listChanges,
    parseEventLog,
    requirePolicyCoverage,
    runWithEventLog,
} from "../../../ops/pulumi/engine-events";
import {
    buildAnalyzeEvent,
    buildPreviewEvents,
    buildStep,
    costEvent,
    formatEventLog,
    packLabel,
    policyMessage,
    policyPack,
    urns,
} from "./fake-engine";

const without = (one: EngineEvent) =>
    buildPreviewEvents().filter((event) => JSON.stringify(event) !== JSON.stringify(one));
const another = { ...policyPack, policyPackVersion: "0.1.0+000000000000" };
/** The same events, told of another pack. */
const toldOf = (who: object): EngineEvent[] =>
    JSON.parse(JSON.stringify(buildPreviewEvents()), (_key, value) =>
        value?.policyPackName ? { ...value, ...who } : value,
    );

describe("the judgement of a preview", () => {
    it("is how many resources the pack judged, and what it said", () => {
        assert.deepEqual(requirePolicyCoverage(buildPreviewEvents(), packLabel, "demo"), {
            pack: packLabel,
            judged: 3,
            said: [policyMessage],
        });
    });

    it("asks for none of what is only read, and of what goes", () => {
        const gone = { resourcePreEvent: buildStep("delete", urns.core, {}) };
        assert.equal(requirePolicyCoverage([...buildPreviewEvents(), gone], packLabel, "demo").judged, 3);
    });

    const end = ": see what the pulumi on PATH makes of PULUMI_OPTION_POLICY_PACK.";
    const refused: { title: string; events: EngineEvent[]; because: string }[] = [
        {
            title: "no pack is attached",
            events: buildPreviewEvents().filter((event) => event.resourcePreEvent),
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
            events: toldOf({ policyPackName: "awsguard", policyPackVersion: policyPack.policyPackVersion }),
            because: "awsguard 0.1.0+3f2a8c0d9b1e did",
        },
        {
            title: "a resource that comes is left out",
            events: without(buildAnalyzeEvent(urns.cluster)),
            because: "it left out Cluster cluster",
        },
        {
            title: "a resource that stays is left out",
            events: without(buildAnalyzeEvent(urns.stack)),
            because: "it left out Stack devmin-demo-dev",
        },
        {
            title: "a resource is judged by another pack alone",
            events: [
                ...without(buildAnalyzeEvent(urns.schedule)),
                { policyAnalyzeSummaryEvent: { ...another, resourceUrn: urns.schedule } },
            ],
            because: "it left out Schedule pulse",
        },
        {
            title: "a step is of a kind that nobody knows, and not judged",
            events: [...buildPreviewEvents(), { resourcePreEvent: buildStep("transmute", urns.core, {}, {}) }],
            because: "it left out StackReference core",
        },
        {
            title: "the stack as a whole is left out",
            events: without({ policyAnalyzeStackSummaryEvent: policyPack }),
            because: "it left out the stack as a whole",
        },
        {
            title: "another pack judges the stack as a whole",
            events: [
                ...without({ policyAnalyzeStackSummaryEvent: policyPack }),
                { policyAnalyzeStackSummaryEvent: another },
            ],
            because: "it left out the stack as a whole",
        },
    ];
    for (const { title, events, because } of refused) {
        it(`is refused where ${title}`, () => {
            const message = `the policy pack ${packLabel} must judge all of demo before it changes, but ${because}${end}`;
            assert.throws(() => requirePolicyCoverage(events, packLabel, "demo"), { message });
        });
    }

    it("has nothing of what another pack said", () => {
        const theirs = {
            policyEvent: { ...(costEvent.policyEvent as NonNullable<EngineEvent["policyEvent"]>), ...another },
        };
        assert.equal(requirePolicyCoverage([...buildPreviewEvents(), theirs], packLabel, "demo").said.length, 1);
    });
});

describe("the changes in a preview", () => {
    const changes = (...steps: [op: string, urn: string, old?: object, next?: object][]) =>
        listChanges(
            steps.map((each) => ({ resourcePreEvent: buildStep(...each) })),
            "resourcePreEvent",
        ).map(({ op, before, after }) => ({ op, before, after }));
    const sized = (size: number) => ({ custom: true, inputs: { size } });

    it("are what comes, changes and stays, with the inputs before and after", () => {
        assert.deepEqual(listChanges(buildPreviewEvents(), "resourcePreEvent"), [
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
    const run = (pulumi: PulumiCli) => runWithEventLog(pulumi, "demo", ["preview"], {});
    const fileIn = (args: string[]) => args[args.indexOf("--event-log") + 1] as string;

    it("tells what its engine wrote, into a folder that nobody else may look into, and that is gone afterwards", async () => {
        let folder = "";
        const { events, failure } = await run(async (_project, args, { variables } = {}) => {
            assert.deepEqual(variables, { PULUMI_DEBUG_COMMANDS: "true" });
            folder = dirname(fileIn(args));
            assert.equal(statSync(folder).mode & 0o777, 0o700);
            writeFileSync(fileIn(args), formatEventLog(buildPreviewEvents()));
            return "";
        });
        assert.deepEqual([events, failure], [buildPreviewEvents(), undefined]);
        assert.ok(folder && !existsSync(folder));
    });

    it("tells what it did until it failed, and how", async () => {
        const { events, failure } = await run(async (_project, args) => {
            writeFileSync(fileIn(args), formatEventLog([costEvent]));
            throw new Error("access denied");
        });
        assert.deepEqual([events, failure?.message], [[costEvent], "access denied"]);
    });

    it("that never began has told nothing", async () => {
        const { events } = await run(async () => {
            throw new Error("locked");
        });
        assert.deepEqual(events, []);
    });

    it("and killed: what it had half written is nothing", () => {
        assert.deepEqual(parseEventLog(`${formatEventLog([costEvent])}{"policyEvent":{"poli`), [costEvent]);
    });
});
