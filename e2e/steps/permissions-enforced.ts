import assert from "node:assert/strict";
import { CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import {
    CreatePolicyVersionCommand,
    CreateRoleCommand,
    DeleteRolePermissionsBoundaryCommand,
    IAMClient,
} from "@aws-sdk/client-iam";
import { DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type AuthorizationDecision, readCalls } from "../../local-cloud";
import { assumeRole } from "../../ops/clients/assume-role";
import { createAwsClients, type Session } from "../../ops/clients/aws";
import type { Environment } from "../../ops/environment";
import { listEvidenceVersions } from "../evidence-versions";
import { buildExpectedName } from "../expected-name";
import type { Step } from "../step";
import type { Workspace } from "../workspace";

const buildIamArn = (resource: string) => `arn:aws:iam::000000000000:${resource}`;
const trustPolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

export const permissionsEnforced: Step = {
    title: "each role made only calls it is allowed, and deploy-demo can do no more",
    async run(workspace) {
        const calls = [...readCalls(workspace), ...readCalls(workspace, "destroy")];
        const refused = calls.filter((call) => !call.allowed && !isProvoked(call));
        assert.deepEqual(refused, []);
        const assumedRoles = new Set(calls.map(({ principal }) => principal).filter((arn) => arn.includes(":role/")));
        const outcomes = await tryForbiddenActions(workspace, await assumeDeployer(workspace.connect().env));
        for (const [what, answer] of Object.entries(outcomes)) {
            assert.match(answer, /^(AccessDenied\w*|UnauthorizedOperation)$/, `${what}: ${answer}`);
        }
        const tried = Object.keys(outcomes).length;
        return `${calls.length} calls of ${assumedRoles.size} roles, all allowed but what was tried on purpose; ${tried} forbidden calls of deploy-demo, all denied`;
    },
};

/** What earlier steps try in order to be refused: preview opens kafka's secrets, and who is no administrator core's state. */
const isProvoked = ({ principal, action }: AuthorizationDecision) =>
    principal.endsWith("role/developer") || (principal.includes("-preview-") && action === "kms:Decrypt");

/** Role deploy-demo in a new session: AWS has forgotten those from before it was killed. */
async function assumeDeployer(env: Environment): Promise<Session> {
    const session = await assumeRole(env, buildIamArn(`role/${buildExpectedName("core", "deploy-demo")}`));
    assert.ok(session, "role deploy-demo is assumed already");
    return session;
}

/** Tries what role deploy-demo must not do. Returns the name of the error by what was tried; "done" where there was none. */
async function tryForbiddenActions(workspace: Workspace, session: Session): Promise<Record<string, string>> {
    const { env, aws: administrator } = workspace.connect();
    const getSession = async () => session;
    const aws = createAwsClients(env, getSession);
    const s3 = aws.create(S3Client);
    const iam = aws.create(IAMClient);
    const [stored] = await listEvidenceVersions(workspace);
    const evidenceObject = { Bucket: env.evidenceBucket, Key: stored?.key, VersionId: stored?.versionId };
    const role = buildExpectedName("demo", "friend");
    const key = `alias/${buildExpectedName("core", "key")}`;
    const forbiddenActions: Record<string, () => Promise<unknown>> = {
        "create a role without the boundary": () =>
            iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: trustPolicy })),
        "remove the boundary": () =>
            iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: buildExpectedName("core", "deploy-demo") })),
        "change the boundary": () =>
            iam.send(
                new CreatePolicyVersionCommand({
                    PolicyArn: buildIamArn(`policy/${buildExpectedName("core", "boundary")}`),
                    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
                    SetAsDefault: true,
                }),
            ),
        "run a task as another deployer": () =>
            aws.create(ECSClient).send(
                new RegisterTaskDefinitionCommand({
                    family: buildExpectedName("demo", "friend"),
                    taskRoleArn: buildIamArn(`role/${buildExpectedName("core", "deploy-kafka")}`),
                    containerDefinitions: [{ name: "it", image: "it" }],
                }),
            ),
        "read a secret of kafka": () =>
            aws
                .create(SecretsManagerClient)
                .send(new GetSecretValueCommand({ SecretId: buildExpectedName("kafka", "pulse") })),
        "delete the state of kafka": () =>
            s3.send(
                new DeleteObjectCommand({ Bucket: env.stateBucket, Key: ".pulumi/stacks/devmin-kafka/local.json" }),
            ),
        "read the history of kafka": () =>
            s3.send(new GetObjectCommand({ Bucket: env.stateBucket, Key: ".pulumi/history/devmin-kafka/local/1" })),
        "delete a version of evidence": () => s3.send(new DeleteObjectCommand(evidenceObject)),
        "bypass retention": () =>
            s3.send(new DeleteObjectCommand({ ...evidenceObject, BypassGovernanceRetention: true })),
        "append to the audit log": () =>
            s3.send(
                new PutObjectCommand({
                    Bucket: env.evidenceBucket,
                    Key: "chain/000999.json",
                    Body: "{}",
                    IfNoneMatch: "*",
                }),
            ),
        "write its state with another encryption": () =>
            s3.send(
                new PutObjectCommand({
                    Bucket: env.stateBucket,
                    Key: ".pulumi/stacks/devmin-demo/local.json",
                    Body: "{}",
                    ServerSideEncryption: "AES256",
                }),
            ),
        "decrypt a Pulumi secret of kafka": async () => {
            const sealed = await administrator.create(KMSClient).send(
                new EncryptCommand({
                    KeyId: key,
                    Plaintext: Buffer.from("it"),
                    EncryptionContext: { layer: "kafka" },
                }),
            );
            const { CiphertextBlob } = sealed;
            return aws
                .create(KMSClient)
                .send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { layer: "kafka" } }));
        },
        "create a VPC in another region": () =>
            createAwsClients({ region: "eu-central-1" }, getSession)
                .create(EC2Client)
                .send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" })),
    };
    const outcomes = Object.entries(forbiddenActions).map(async ([what, attempt]) => {
        const outcome = await attempt().then(
            () => "done",
            (error: Error) => error.name,
        );
        return [what, outcome] as const;
    });
    return Object.fromEntries(await Promise.all(outcomes));
}
