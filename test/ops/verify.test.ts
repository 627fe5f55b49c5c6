import assert from "node:assert/strict";
import type { Check, CheckContext } from "../../ops/checks/check";
import { formatStatusCounts, SkippedError } from "../../ops/checks/status";
import type { Environment } from "../../ops/environment";
import type { EnvironmentOutputs } from "../../ops/layer-outputs";
import { runCheck, verify } from "../../ops/verify";
import { awsClients } from "../fake-aws";
import { formatState, startFakeBucket } from "../fake-aws/bucket";

/** No state, and nothing that was changed. */
const pulumi = async () => "";
const context: CheckContext = {
    aws: awsClients,
    pulumi,
    states: { core: undefined, kafka: undefined, demo: undefined },
    storedLog: [],
    entries: [],
    testAlarm: false,
};

describe("a check", () => {
    const answers: [string, Check["findProblems"], string, string[]][] = [
        ["passes when it finds no problem", async () => [], "pass", []],
        ["fails when it finds a problem", async () => ["the bucket leaks"], "fail", ["the bucket leaks"]],
        [
            "fails when the cloud cannot be read",
            async () => {
                throw new Error("ECONNREFUSED");
            },
            "fail",
            ["it could not be checked: ECONNREFUSED"],
        ],
        [
            "is skipped, with the reason, when there is nothing to check",
            async () => {
                throw new SkippedError("nobody has subscribed");
            },
            "skipped",
            ["nobody has subscribed"],
        ],
    ];
    for (const [what, findProblems, answer, because] of answers) {
        it(what, async () => {
            const check = { claim: "it is safe", layers: [], findProblems };
            assert.deepEqual(await runCheck(check, {} as Environment, {} as EnvironmentOutputs, context), {
                claim: "it is safe",
                answer,
                because,
            });
        });
    }

    it("is skipped, without calling the cloud, while a layer it is about is down", async () => {
        const check: Check = {
            claim: "it is safe",
            layers: ["core", "kafka", "demo"],
            findProblems: () => assert.fail("it was read"),
        };
        const { answer, because } = await runCheck(
            check,
            {} as Environment,
            { core: {} } as EnvironmentOutputs,
            context,
        );
        assert.deepEqual([answer, because], ["skipped", ["kafka and demo are down"]]);
    });

    it("is counted with the others by status", () => {
        assert.equal(formatStatusCounts(["pass", "skipped", "pass", "fail"]), "2 pass, 1 fail, 1 skipped");
        assert.equal(formatStatusCounts(["warning"]), "0 pass, 0 fail, 1 warning, 0 skipped");
    });
});

describe("verify", () => {
    let bucket: ReturnType<typeof startFakeBucket>;
    afterEach(() => bucket.stop());
    const stackWith = (outputs: object) => formatState([{ urn: "urn", type: "pulumi:pulumi:Stack", outputs }], "core");

    it("has a result for each layer: core and kafka must be deployed, demo may be down", async () => {
        bucket = startFakeBucket({ ".pulumi/stacks/devmin-core/dev.json": stackWith({ stateBucket: "states" }) });
        const { results, entry } = await verify(bucket.env, awsClients, pulumi);
        assert.deepEqual(results.slice(0, 3), [
            { claim: "core is deployed", answer: "pass", because: [] },
            { claim: "kafka is deployed", answer: "fail", because: ["kafka is not deployed: run ./devmin up kafka"] },
            {
                claim: "demo is deployed",
                answer: "skipped",
                because: ["demo is down, as it may be: ./devmin up demo deploys it"],
            },
        ]);
        const services = results.find(({ claim }) => claim.startsWith("every service"));
        assert.deepEqual([services?.answer, services?.because], ["skipped", ["demo is down"]]);
        assert.equal(entry.verdict, "fail");
        const listings = bucket.calls.filter(
            ([name, { Prefix }]) => name === "ListObjectVersions" && Prefix === "chain/",
        );
        assert.equal(listings.length, 2, "once for all checks, and once to find where the verdict goes");
        assert.equal(bucket.written.length, 1);
    });
});
