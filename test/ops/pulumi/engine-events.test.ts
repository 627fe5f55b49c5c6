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
/** The events of a preview with another pack. */
const withPack = (pack: object): EngineEvent[] =>
    JSON.parse(JSON.stringify(buildPreviewEvents()), (_key, value) =>
        value?.policyPackName ? { ...value, ...pack } : value,
    );

describe("the evaluation of a preview", () => {
    it("has the number of evaluated resources and the pack's messages", () => {
        assert.deepEqual(requirePolicyCoverage(buildPreviewEvents(), packLabel, "demo"), {
            pack: packLabel,
            judged: 3,
            said: [policyMessage],
        });
    });

    it("does not require resources that are only read or deleted", () => {
        const deleted = { resourcePreEvent: buildStep("delete", urns.core, {}) };
        assert.equal(requirePolicyCoverage([...buildPreviewEvents(), deleted], packLabel, "demo").judged, 3);
    });

    const advice = ": check that the pulumi on PATH supports PULUMI_OPTION_POLICY_PACK.";
    const refused: { title: string; events: EngineEvent[]; because: string }[] = [
        {
            title: "no pack is attached",
            events: buildPreviewEvents().filter((event) => event.resourcePreEvent),
            because: "no pack did",
        },
        { title: "the engine writes no events", events: [], because: "no pack did" },
        {
            title: "the pack has other files",
            events: withPack(another),
            because: "only devmin 0.1.0+000000000000 did",
        },
        {
            title: "the pack has another name",
            events: withPack({ policyPackName: "awsguard", policyPackVersion: policyPack.policyPackVersion }),
            because: "only awsguard 0.1.0+3f2a8c0d9b1e did",
        },
        {
            title: "a created resource is not evaluated",
            events: without(buildAnalyzeEvent(urns.cluster)),
            because: "it did not evaluate Cluster cluster",
        },
        {
            title: "an unchanged resource is not evaluated",
            events: without(buildAnalyzeEvent(urns.stack)),
            because: "it did not evaluate Stack devmin-demo-dev",
        },
        {
            title: "a resource is evaluated only by another pack",
            events: [
                ...without(buildAnalyzeEvent(urns.schedule)),
                { policyAnalyzeSummaryEvent: { ...another, resourceUrn: urns.schedule } },
            ],
            because: "it did not evaluate Schedule pulse",
        },
        {
            title: "a step of an unknown kind is not evaluated",
            events: [...buildPreviewEvents(), { resourcePreEvent: buildStep("transmute", urns.core, {}, {}) }],
            because: "it did not evaluate StackReference core",
        },
        {
            title: "the stack as a whole is not evaluated",
            events: without({ policyAnalyzeStackSummaryEvent: policyPack }),
            because: "it did not evaluate the stack as a whole",
        },
        {
            title: "the stack as a whole is evaluated by another pack",
            events: [
                ...without({ policyAnalyzeStackSummaryEvent: policyPack }),
                { policyAnalyzeStackSummaryEvent: another },
            ],
            because: "it did not evaluate the stack as a whole",
        },
    ];
    for (const { title, events, because } of refused) {
        it(`is refused when ${title}`, () => {
            const message = `policy pack ${packLabel} must evaluate all of demo before it changes, but ${because}${advice}`;
            assert.throws(() => requirePolicyCoverage(events, packLabel, "demo"), { message });
        });
    }

    it("leaves out another pack's messages", () => {
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

    it("are the created, changed and unchanged resources, with the inputs before and after", () => {
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

    it("combine the steps of a replacement, with the inputs before and after", () => {
        const changed = changes(
            ["create-replacement", urns.cluster, sized(1), sized(2)],
            ["replace", urns.cluster, sized(1), sized(2)],
            ["delete-replaced", urns.cluster, sized(1)],
        );
        assert.deepEqual(changed, [{ op: "replace", before: { size: 1 }, after: { size: 2 } }]);
    });

    it("combine a leftover of a replacement that failed half way with the resource that stays", () => {
        const changed = changes(["same", urns.cluster, sized(2), sized(2)], ["delete", urns.cluster, sized(1)]);
        assert.deepEqual(changed, [{ op: "replace", before: { size: 2 }, after: { size: 2 } }]);
    });

    it("count an imported resource as created", () => {
        const changed = changes(["import", urns.cluster, undefined, sized(1)]);
        assert.deepEqual(changed, [{ op: "create", before: undefined, after: { size: 1 } }]);
    });

    it("leave out resources that are only read", () => {
        assert.deepEqual(changes(["refresh", urns.cluster, {}, {}], ["read", urns.core, undefined, {}]), []);
    });
});

describe("a run with an event log", () => {
    const run = (pulumi: PulumiCli) => runWithEventLog(pulumi, "demo", ["preview"], {});
    const fileIn = (args: string[]) => args[args.indexOf("--event-log") + 1] as string;

    it("returns the events, from a private folder that is removed afterwards", async () => {
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

    it("returns the events before a failure, and the failure", async () => {
        const { events, failure } = await run(async (_project, args) => {
            writeFileSync(fileIn(args), formatEventLog([costEvent]));
            throw new Error("access denied");
        });
        assert.deepEqual([events, failure?.message], [[costEvent], "access denied"]);
    });

    it("that never started returns no events", async () => {
        const { events } = await run(async () => {
            throw new Error("locked");
        });
        assert.deepEqual(events, []);
    });

    it("that was killed ignores an incomplete line", () => {
        assert.deepEqual(parseEventLog(`${formatEventLog([costEvent])}{"policyEvent":{"poli`), [costEvent]);
    });
});
