import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildBudgetStopPermissions, buildBudgetStopTrustPolicy } from "../../../core/budget-action";
import { overBudgetDenies } from "../../../core/iam/budget-deny";
import { roleDefinitions } from "../../../core/iam/roles";
import type { Statement } from "../../../lib/iam-policy";
import { buildArn, buildName, getBoundaryArn, getRoleArn, type NamingScope } from "../../../lib/names";
import type { AuthorizationDecision } from "../../../local-cloud";
import { evaluate, evaluateCall, type IamRequest } from "../iam-simulator";

const place: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const keyArn = buildArn(place, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const deployer = getRoleArn(place, "deploy-demo");
const recorded: Record<string, string[]> = JSON.parse(
    readFileSync(join(__dirname, "../../fixtures/aws-calls.json"), "utf8"),
);
const destroy: AuthorizationDecision[] = readFileSync(join(__dirname, "../../fixtures/destroy-calls.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];

/** What the deny alone says to a call, whatever it is about: its rows look at nothing but the action. */
const denyOf = (action: string) => {
    const [service = "", name = ""] = action.split(":");
    const matches = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(`${service}:${name}`);
    return overBudgetDenies.find(({ Action }) => [Action ?? []].flat().some(matches))?.Sid;
};

describe("the deny of a budget that is spent", () => {
    it("looks at nothing but the action", () => {
        for (const { Effect, Resource, Condition } of overBudgetDenies) {
            assert.deepEqual([Effect, Resource, Condition], ["Deny", "*", undefined]);
        }
    });

    it("denies demo's deployer nothing that `pulumi destroy` on demo calls", async () => {
        assert.ok(destroy.length > 30, "there is no record of a destroy");
        const local = { ...place, stack: "local", account: "000000000000", region: "us-east-1" };
        for (const call of destroy) {
            assert.equal(await evaluateCall(local, "deploy-demo", call, overBudgetDenies), "Allowed", call.action);
        }
    });

    // What the official provider calls, and ours does not: it sets a service to zero first, and drains what is in the way.
    const official = [
        ...[
            "ecs:UpdateService",
            "ecs:DeleteService",
            "ecs:StopTask",
            "ecs:PutClusterCapacityProviders",
            "ecs:DeleteCluster",
        ],
        ...["ecs:DeregisterTaskDefinition", "scheduler:DeleteSchedule", "logs:DeleteLogGroup"],
        ...["ec2:DisassociateRouteTable", "ec2:DetachInternetGateway", "ec2:DeleteVpcEndpoints", "ec2:DeleteVpc"],
        ...["ec2:RevokeSecurityGroupEgress", "ec2:DeleteSecurityGroup", "ec2:DescribeNetworkInterfaces"],
        ...["iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:DeleteRole", "iam:ListInstanceProfilesForRole"],
        ...["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "kms:Decrypt", "kms:Encrypt"],
    ];
    for (const action of official) {
        it(`leaves ${action}`, () => assert.equal(denyOf(action), undefined));
    }

    it("denies all else that makes something, of what a rehearsal saw demo's deployer call", () => {
        const makes = /:(Create|Run|Start|Register|Allocate|PassRole)/;
        // To tag and to write down is part of taking away, too: a state is put, a resource of ECS marked.
        const making = (recorded["deploy-demo"] ?? []).filter((action) => makes.test(action));
        assert.ok(making.length > 12, making.join(" "));
        assert.deepEqual(
            making.filter((action) => !denyOf(action)),
            [],
        );
    });

    /** A call of each row, allowed to demo's deployer as long as the deny does not hang on it. */
    const rows: Record<string, IamRequest> = {
        DenyNewTasks: {
            action: "ecs:RunTask",
            resource: buildArn(place, "ecs", `task-definition/${buildName({ ...place, layer: "demo" }, "pulse")}:1`),
        },
        DenyNewSchedules: {
            action: "scheduler:UpdateSchedule",
            resource: buildArn(
                place,
                "scheduler",
                `schedule/default/${buildName({ ...place, layer: "demo" }, "pulse")}`,
            ),
        },
        DenyNewNetwork: {
            action: "ec2:CreateVpc",
            resource: buildArn(place, "ec2", "vpc/*"),
            context: { "aws:RequestTag/devmin:layer": "demo", "aws:RequestTag/devmin:stack": "dev" },
        },
        DenyNewLogGroups: {
            action: "logs:CreateLogGroup",
            resource: buildArn(place, "logs", `log-group:${buildName({ ...place, layer: "demo" }, "pulse")}`),
        },
        DenyNewRoles: {
            action: "iam:CreateRole",
            resource: buildArn(place, "iam", `role/${buildName({ ...place, layer: "demo" }, "pulse-task")}`),
            context: { "iam:PermissionsBoundary": getBoundaryArn(place) },
        },
    };
    for (const row of overBudgetDenies) {
        const question = rows[row.Sid] as IamRequest;
        it(`takes ${question.action} from demo's deployer, by its row ${row.Sid} alone`, async () => {
            const rights = roleDefinitions["deploy-demo"].buildPermissions(place, keyArn);
            const others = overBudgetDenies.filter(({ Sid }) => Sid !== row.Sid);
            assert.equal(await evaluate(place, deployer, [...rights, ...others], question), "Allowed");
            assert.equal(await evaluate(place, deployer, [...rights, row], question), "ExplicitlyDenied");
        });
    }

    it("lets it take a service down", async () => {
        const demo = { ...place, layer: "demo" };
        const resource = buildArn(place, "ecs", `service/${buildName(demo, "cluster")}/${buildName(demo, "pulse")}`);
        const rights = [...roleDefinitions["deploy-demo"].buildPermissions(place, keyArn), ...overBudgetDenies];
        for (const action of ["ecs:UpdateService", "ecs:DeleteService"]) {
            assert.equal(await evaluate(place, deployer, rights, { action, resource }), "Allowed");
        }
    });
});

describe("the role that Budgets denies under", () => {
    const stop = getRoleArn(place, "budget-stop");
    const over = buildArn(place, "iam", `policy/${buildName(place, "over-budget")}`);
    const attach = (resource: string, policy = over, action = "iam:AttachRolePolicy"): IamRequest => ({
        action,
        resource,
        context: {
            "iam:PolicyARN": policy,
            ...(action === "iam:AttachRolePolicy" && { "iam:PermissionsBoundary": getBoundaryArn(place) }),
        },
    });
    const ask = (question: IamRequest) => evaluate(place, stop, buildBudgetStopPermissions(place), question);

    it("can hang the deny on demo's deployer and take it off, within the boundary", async () => {
        assert.equal(await ask(attach(deployer)), "Allowed");
        assert.equal(await ask(attach(deployer, over, "iam:DetachRolePolicy")), "Allowed");
    });

    const cannot: Record<string, IamRequest> = {
        "hang another policy on it": attach(deployer, "arn:aws:iam::aws:policy/AdministratorAccess"),
        "take another policy off it": attach(deployer, getBoundaryArn(place), "iam:DetachRolePolicy"),
        "hang the deny on another role": attach(getRoleArn(place, "deploy-kafka")),
        "hang it on itself": attach(stop),
    };
    for (const [what, question] of Object.entries(cannot)) {
        it(`cannot ${what}`, async () => assert.match(await ask(question), /Denied$/));
    }

    it("is the only one that can: no other role of core's, whatever its own policy says", async () => {
        for (const role of ["deploy-demo", "deploy-kafka", "auditor"] as const) {
            const question = attach(deployer, over, "iam:DetachRolePolicy");
            assert.equal(
                await evaluate(place, getRoleArn(place, role), everything, question),
                "ExplicitlyDenied",
                role,
            );
        }
    });

    it("is taken by Budgets alone, and for a budget of this environment", () => {
        const [only] = buildBudgetStopTrustPolicy(place).Statement;
        assert.deepEqual(only?.Principal, { Service: "budgets.amazonaws.com" });
        assert.deepEqual(only?.Condition, {
            StringEquals: { "aws:SourceAccount": place.account },
            ArnLike: { "aws:SourceArn": `arn:aws:budgets::123456789012:budget/${buildName(place, "budget")}*` },
        });
    });
});
