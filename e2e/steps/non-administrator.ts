import assert from "node:assert/strict";
import {
    CreateAccessKeyCommand,
    CreateUserCommand,
    DeleteAccessKeyCommand,
    DeleteUserCommand,
    DeleteUserPolicyCommand,
    IAMClient,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { getRoleArn, roles } from "../../lib/names";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

const UserName = "developer";
const PolicyName = "assume-devmin-roles";

/** What README says a person does who deploys no core, in the order of a day; demo is down in between. */
const allowedCommands = [
    ["join"],
    ["plan", "core", "kafka", "demo"],
    ["up", "--yes"],
    ["verify"],
    ["cost"],
    ["budget"],
    ["recover", "kafka"],
    ["recover", "demo"],
    ["destroy", "demo", "--yes"],
    ["up", "demo", "--yes"],
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
        const env = await createUser(workspace);
        try {
            for (const command of allowedCommands) await workspace.run(["./devmin", ...command], log, { env });
            for (const command of refusedCommands) {
                const { exitCode, output } = await workspace.exec(["./devmin", ...command], { env, log });
                assert.equal(exitCode, 1, output);
                assert.match(output, /These credentials may not do that\. .* need an administrator of the account/);
            }
        } finally {
            await deleteUser(workspace, env.AWS_ACCESS_KEY_ID);
        }
        return `${allowedCommands.map(([name]) => name).join(", ")}: done; ${refusedCommands.map((command) => command.slice(0, 2).join(" ")).join(", ")}: refused in a sentence`;
    },
};

/** Creates a user whose only permission is to assume devmin's roles. Returns the variables of that user's shell. */
async function createUser(workspace: Workspace): Promise<NodeJS.ProcessEnv> {
    const { env, aws } = workspace.connect();
    const iam = aws.create(IAMClient);
    await iam.send(new CreateUserCommand({ UserName }));
    const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            { Effect: "Allow", Action: "sts:AssumeRole", Resource: roles.map((role) => getRoleArn(env, role)) },
        ],
    });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return {
        ...workspace.env,
        AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
    };
}

async function deleteUser(workspace: Workspace, AccessKeyId: string | undefined): Promise<void> {
    const iam = workspace.connect().aws.create(IAMClient);
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
    await iam.send(new DeleteUserCommand({ UserName }));
}
