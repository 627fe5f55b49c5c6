import assert from "node:assert/strict";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { keyPolicy } from "../../core/key-policy";
import { serviceRows, serviceStatements, spendingTopicArnOf } from "../../core/service-rights";
import { arnIn, type Place } from "../../lib/names";

const place: Place = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const key = arnIn(place, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const topic = spendingTopicArnOf(place);
const ours = { "aws:SourceAccount": place.account, "aws:SourceArn": `arn:aws:budgets::${place.account}:budget/b` };
const others = { "aws:SourceAccount": "999999999999", "aws:SourceArn": "arn:aws:budgets::999999999999:budget/b" };

interface Asked {
    principal?: string;
    context?: Record<string, string>;
    rows?: ReturnType<typeof serviceRows>;
}

/** How the two policies answer a service, which has none of its own. */
async function ask(action: string, { principal = "budgets.amazonaws.com", context = ours, rows }: Asked = {}) {
    const resource = action.startsWith("kms:") ? key : topic;
    const made = { Version: "2012-10-17", Statement: serviceStatements(place, to(action), resource, rows) };
    const result = await runSimulation(
        {
            request: {
                principal,
                action,
                resource: { resource, accountId: place.account },
                contextVariables: context,
            },
            identityPolicies: [],
            resourcePolicy: to(action) === "key" && !rows ? keyPolicy(place) : made,
            serviceControlPolicies: [],
            resourceControlPolicies: [],
        },
        {},
    );
    if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
    return result.overallResult;
}

const to = (action: string) => (action.startsWith("kms:") ? "key" : "topic");

/** A call per action of the table: all an alarm needs. */
const needed: Record<string, string[]> = {
    BudgetsSoundsTheAlarm: ["sns:Publish"],
    BudgetsEncryptsTheAlarm: ["kms:GenerateDataKey", "kms:Decrypt"],
};

describe("what AWS services do by themselves", () => {
    for (const { Sid, service } of serviceRows(place)) {
        for (const action of needed[Sid] ?? []) {
            it(`${service} may ${action} for something of this account (${Sid})`, async () => {
                assert.equal(await ask(action), "Allowed");
            });
            it(`${service} may not ${action} because another account asked it to`, async () => {
                assert.match(await ask(action, { context: others }), /Denied$/);
                assert.match(
                    await ask(action, { context: { ...ours, "aws:SourceArn": others["aws:SourceArn"] } }),
                    /Denied$/,
                );
                assert.match(await ask(action, { context: {} }), /Denied$/);
            });
            it(`nobody may ${action} without the row ${Sid}`, async () => {
                const rows = serviceRows(place).filter((row) => row.Sid !== Sid);
                assert.match(await ask(action, { rows }), /Denied$/);
            });
        }
    }

    it("has a call for every row", () => {
        assert.deepEqual(
            serviceRows(place).map(({ Sid }) => Sid),
            Object.keys(needed),
        );
    });

    it("is done by those services alone", async () => {
        assert.match(await ask("sns:Publish", { principal: "events.amazonaws.com" }), /Denied$/);
    });
});
