import assert from "node:assert/strict";
import {
    CreateRoleCommand,
    DeleteRoleCommand,
    DeleteRolePolicyCommand,
    IAMClient,
    PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { assumeRole, toCredentialVariables } from "../../ops/clients/assume-role";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

const RoleName = "developer";
const PolicyName = "assume-devmin-roles";
const assumableRoles = ["deploy-kafka", "deploy-demo", "auditor", "preview"];
const buildRoleArn = (role: string) => `arn:aws:iam::000000000000:role/${buildExpectedName("core", role)}`;

/** What README says a person does who deploys no core; demo is down in between. */
const allowedCommands = [
    ["join"],
    ["plan", "core"],
    ["verify"],
    ["cost"],
    ["budget"],
    ["recover", "kafka"],
    ["recover", "demo"],
    ["destroy", "demo", "--yes"],
    ["up", "--yes"],
];

const refusedCommands = [
    ["up", "core", "--yes"],
    ["recover", "core"],
    ["budget", "release"],
];

export const nonAdministrator: Step = {
    title: "a person who may only assume the roles does everything but change core",
    extended: true,
    async run(workspace, log) {
        const env = await logIn(workspace);
        try {
            for (const command of allowedCommands) await workspace.run(["./devmin", ...command], log, { env });
            for (const command of refusedCommands) {
                const { exitCode, output } = await workspace.exec(["./devmin", ...command], { env, log });
                assert.equal(exitCode, 1, output);
                assert.match(output, /These credentials may not do that\. .* need an administrator of the account/);
            }
        } finally {
            await removeRole(workspace);
        }
        return `${allowedCommands.map(([name]) => name).join(", ")}: done; ${refusedCommands.map((command) => command.slice(0, 2).join(" ")).join(", ")}: refused in a sentence`;
    },
};

/** Creates a role whose only permission is to assume devmin's roles, as people have it by SSO. Returns its variables. */
async function logIn(workspace: Workspace): Promise<NodeJS.ProcessEnv> {
    const { env, aws } = workspace.connect();
    const iam = aws.create(IAMClient);
    const trust = [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${env.account}:root` }, Action: "sts:AssumeRole" },
    ];
    const { Role } = await iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: formatPolicyDocument(trust) }),
    );
    const permissions = [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: assumableRoles.map(buildRoleArn) }];
    await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: formatPolicyDocument(permissions) }),
    );
    const session = await assumeRole(env, Role?.Arn ?? "");
    assert.ok(session);
    return {
        ...workspace.env,
        ...toCredentialVariables(session),
    };
}

async function removeRole(workspace: Workspace): Promise<void> {
    const iam = workspace.connect().aws.create(IAMClient);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
}

const formatPolicyDocument = (Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
