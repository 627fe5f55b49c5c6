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

const scope: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };
const keyArn = buildArn(scope, "kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const deployer = getRoleArn(scope, "deploy-demo");
const recorded: Record<string, string[]> = JSON.parse(
    readFileSync(join(__dirname, "../../fixtures/aws-calls.json"), "utf8"),
);
const destroy: AuthorizationDecision[] = readFileSync(join(__dirname, "../../fixtures/destroy-calls.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const everything: Statement[] = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }];

/** Sid of the statement that denies an action; the statements depend on nothing but the action. */
const denyOf = (action: string) => {
    const [service = "", name = ""] = action.split(":");
    const matches = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(`${service}:${name}`);
    return overBudgetDenies.find(({ Action }) => [Action ?? []].flat().some(matches))?.Sid;
};

describe("the over-budget policy", () => {
    it("denies actions on every resource, without a condition", () => {
        for (const { Effect, Resource, Condition } of overBudgetDenies) {
            assert.deepEqual([Effect, Resource, Condition], ["Deny", "*", undefined]);
        }
    });

    it("denies nothing that `pulumi destroy` calls on demo", async () => {
        assert.ok(destroy.length > 30, "the record of a destroy is missing");
        const local = { ...scope, stack: "local", account: "000000000000", region: "us-east-1" };
        for (const call of destroy) {
            assert.equal(await evaluateCall(local, "deploy-demo", call, overBudgetDenies), "Allowed", call.action);
        }
    });

    // Calls of the official provider in a destroy, some of which the offline provider does not make.
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
        it(`does not deny ${action}`, () => assert.equal(denyOf(action), undefined));
    }

    it("denies every call of deploy-demo in an end-to-end run that creates something", () => {
        const createPattern = /:(Create|Run|Start|Register|Allocate|PassRole)/;
        // Calls that tag or put are not included: a destroy writes the state, and tags ECS resources.
        const createActions = (recorded["deploy-demo"] ?? []).filter((action) => createPattern.test(action));
        assert.ok(createActions.length > 12, createActions.join(" "));
        assert.deepEqual(
            createActions.filter((action) => !denyOf(action)),
            [],
        );
    });

    /** Per statement, a request that deploy-demo is allowed while the policy is not attached. */
    const rows: Record<string, IamRequest> = {
        DenyNewTasks: {
            action: "ecs:RunTask",
            resource: buildArn(scope, "ecs", `task-definition/${buildName({ ...scope, layer: "demo" }, "pulse")}:1`),
        },
        DenyNewSchedules: {
            action: "scheduler:UpdateSchedule",
            resource: buildArn(
                scope,
                "scheduler",
                `schedule/default/${buildName({ ...scope, layer: "demo" }, "pulse")}`,
            ),
        },
        DenyNewNetwork: {
            action: "ec2:CreateVpc",
            resource: buildArn(scope, "ec2", "vpc/*"),
            context: { "aws:RequestTag/devmin:layer": "demo", "aws:RequestTag/devmin:stack": "dev" },
        },
        DenyNewLogGroups: {
            action: "logs:CreateLogGroup",
            resource: buildArn(scope, "logs", `log-group:${buildName({ ...scope, layer: "demo" }, "pulse")}`),
        },
        DenyNewRoles: {
            action: "iam:CreateRole",
            resource: buildArn(scope, "iam", `role/${buildName({ ...scope, layer: "demo" }, "pulse-task")}`),
            context: { "iam:PermissionsBoundary": getBoundaryArn(scope) },
        },
    };
    for (const row of overBudgetDenies) {
        const request = rows[row.Sid] as IamRequest;
        it(`denies ${request.action} to deploy-demo by ${row.Sid} only`, async () => {
            const statements = roleDefinitions["deploy-demo"].buildPermissions(scope, keyArn);
            const others = overBudgetDenies.filter(({ Sid }) => Sid !== row.Sid);
            assert.equal(await evaluate(scope, deployer, [...statements, ...others], request), "Allowed");
            assert.equal(await evaluate(scope, deployer, [...statements, row], request), "ExplicitlyDenied");
        });
    }

    it("lets deploy-demo stop and delete a service", async () => {
        const demo = { ...scope, layer: "demo" };
        const resource = buildArn(scope, "ecs", `service/${buildName(demo, "cluster")}/${buildName(demo, "pulse")}`);
        const statements = [...roleDefinitions["deploy-demo"].buildPermissions(scope, keyArn), ...overBudgetDenies];
        for (const action of ["ecs:UpdateService", "ecs:DeleteService"]) {
            assert.equal(await evaluate(scope, deployer, statements, { action, resource }), "Allowed");
        }
    });
});

describe("the role budget-stop", () => {
    const stop = getRoleArn(scope, "budget-stop");
    const over = buildArn(scope, "iam", `policy/${buildName(scope, "over-budget")}`);
    const attach = (resource: string, policy = over, action = "iam:AttachRolePolicy"): IamRequest => ({
        action,
        resource,
        context: {
            "iam:PolicyARN": policy,
            ...(action === "iam:AttachRolePolicy" && { "iam:PermissionsBoundary": getBoundaryArn(scope) }),
        },
    });
    const ask = (request: IamRequest) => evaluate(scope, stop, buildBudgetStopPermissions(scope), request);

    it("can attach the over-budget policy to deploy-demo and detach it, within the boundary", async () => {
        assert.equal(await ask(attach(deployer)), "Allowed");
        assert.equal(await ask(attach(deployer, over, "iam:DetachRolePolicy")), "Allowed");
    });

    const cannot: Record<string, IamRequest> = {
        "attach another policy to deploy-demo": attach(deployer, "arn:aws:iam::aws:policy/AdministratorAccess"),
        "detach another policy from deploy-demo": attach(deployer, getBoundaryArn(scope), "iam:DetachRolePolicy"),
        "attach the over-budget policy to another role": attach(getRoleArn(scope, "deploy-kafka")),
        "attach the over-budget policy to itself": attach(stop),
    };
    for (const [what, request] of Object.entries(cannot)) {
        it(`cannot ${what}`, async () => assert.match(await ask(request), /Denied$/));
    }

    it("is the only role of core that can detach the over-budget policy, whatever another role's own policy allows", async () => {
        for (const role of ["deploy-demo", "deploy-kafka", "auditor"] as const) {
            const request = attach(deployer, over, "iam:DetachRolePolicy");
            assert.equal(await evaluate(scope, getRoleArn(scope, role), everything, request), "ExplicitlyDenied", role);
        }
    });

    it("can be assumed by Budgets only, for a budget of this environment", () => {
        const [statement] = buildBudgetStopTrustPolicy(scope).Statement;
        assert.deepEqual(statement?.Principal, { Service: "budgets.amazonaws.com" });
        assert.deepEqual(statement?.Condition, {
            StringEquals: { "aws:SourceAccount": scope.account },
            ArnLike: { "aws:SourceArn": `arn:aws:budgets::123456789012:budget/${buildName(scope, "budget")}*` },
        });
    });
});
