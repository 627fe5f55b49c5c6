import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import {
    catchUnknown,
    forStack,
    forType,
    forTypeDeferred,
    remediateForType,
} from "../../../policy-pack/runtime/catch-unknown";
import { evaluateResourcePolicy, evaluateStackPolicy, previewUnknown } from "../evaluate-policy";

const policy = { name: "trial", description: "A trial." };
const clause = (property: string) =>
    `${property} is unknown in preview: make it a literal, a configuration value or a name built from those, ` +
    "not another resource's output";

describe("unknown values", () => {
    it("are described with their path", () => {
        const props = unknownCheckingProxy({ outer: [{ inner: previewUnknown }] });
        const reported = catchUnknown(
            () => props.outer[0].inner,
            (unknownClause) => unknownClause,
        );
        assert.equal(reported, clause("outer.0.inner"));
    });
    it("do not hide other errors", () => {
        const broken = () =>
            catchUnknown(
                () => {
                    throw new TypeError("broken");
                },
                () => {},
            );
        assert.throws(broken, new TypeError("broken"));
    });
    it("keep the violations reported before", async () => {
        const validateResource = forType<{ known: string; later: string }>(["a:b:C"], (props, _args, report) => {
            report(`known is ${props.known}.`);
            report(`later is ${props.later}.`);
        });
        const declared = { type: "a:b:C", props: { known: 1, later: previewUnknown } };
        assert.deepEqual(await evaluateResourcePolicy({ ...policy, validateResource }, declared), [
            "known is 1.",
            `${clause("later")}.`,
        ]);
    });
    it("are reported as deferred by forTypeDeferred", async () => {
        const validateResource = forTypeDeferred<{ later: string }>(["a:b:C"], ({ later }, _args, report) => {
            report(`later is ${later}.`);
        });
        const evaluate = (later: unknown) =>
            evaluateResourcePolicy({ ...policy, validateResource }, { type: "a:b:C", props: { later } });
        assert.deepEqual(await evaluate(previewUnknown), [
            "advisory: deferred: later is unknown until other resources exist; it is evaluated in the update.",
        ]);
        assert.deepEqual(await evaluate("now"), ["later is now."]);
    });
    it("of other types are not applicable", () => {
        const args = {
            type: "a:b:E",
            props: {},
            notApplicable: (reason: string) => {
                throw new Error(reason);
            },
        };
        const [validate, remediate] = [
            forType(["a:b:C", "a:b:D"], () => undefined),
            remediateForType(["a:b:C", "a:b:D"], () => undefined),
        ];
        assert.throws(() => validate(args as never, () => {}), { message: "It evaluates only a:b:C, a:b:D." });
        assert.throws(() => remediate(args as never), { message: "It corrects only a:b:C, a:b:D." });
    });
    it("leave the SDK a mark to skip a policy of one type", () => {
        const pulumiType = (types: string[] | "all") =>
            (forType(types, () => undefined) as { __pulumiType?: string }).__pulumiType;
        assert.equal(pulumiType(["a:b:C"]), "a:b:C");
        assert.equal(pulumiType(["a:b:C", "a:b:D"]), undefined);
        assert.equal(pulumiType("all"), undefined);
    });
    it("in one resource do not hide another resource of the stack", async () => {
        const validateStack = forStack(["a:b:C"], (resource, _args, report) => {
            report(`size is ${resource.props.size}.`);
        });
        const stack = [
            { type: "a:b:C", name: "first", props: { size: previewUnknown } },
            { type: "a:b:C", name: "second", props: { size: 2 } },
            { type: "a:b:D", name: "third", props: { size: 3 } },
        ];
        assert.deepEqual(await evaluateStackPolicy({ ...policy, validateStack }, stack), {
            first: [`${clause("size")}.`],
            second: ["size is 2."],
        });
    });
});
