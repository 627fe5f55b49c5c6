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
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsConfig, s3In } from "../../ops/clouds";
import { type Environment, environmentAt } from "../../ops/environment";
import { take } from "../../ops/roles";
import { readCalls } from "../../sandbox";
import { storedIn } from "../evidence";
import { named } from "../names";
import type { Stage } from "../stage";
import type { Step } from "../step";

const iamArn = (resource: string) => `arn:aws:iam::000000000000:${resource}`;
const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

export const rights: Step = {
    title: "everybody did it with their own rights, and demo's deployer has no more",
    async play(stage) {
        const calls = [...readCalls(stage), ...readCalls(stage, "destroy")];
        const refused = calls.filter(({ allowed }) => !allowed);
        assert.deepEqual(refused, []);
        const taken = new Set(calls.map(({ principal }) => principal).filter((arn) => arn.includes(":role/")));
        const answers = await attempts(stage, await asDeployer(environmentAt(stage.tree, "local")));
        for (const [what, answer] of Object.entries(answers)) {
            assert.match(answer, /^(AccessDenied\w*|UnauthorizedOperation)$/, `${what}: ${answer}`);
        }
        const tried = Object.keys(answers).length;
        return `${calls.length} questions about ${taken.size} roles, all allowed; ${tried} things demo's deployer tried are not`;
    },
};

/** As demo's deployer, in a session of its own: one that was taken before AWS was killed is not known any more. */
async function asDeployer(env: Environment): Promise<Environment> {
    const session = await take(env, iamArn(`role/${named("core", "deploy-demo")}`));
    assert.ok(session, "the rehearsal is in demo's role already");
    return { ...env, credentials: async () => session };
}

/** What demo's deployer must not do, tried; with the name of the error that came of it. */
async function attempts(stage: Stage, env: Environment): Promise<Record<string, string>> {
    const s3 = s3In(env);
    const iam = new IAMClient(awsConfig(env));
    const [stored] = await storedIn(stage);
    const piece = { Bucket: env.evidenceBucket, Key: stored?.key, VersionId: stored?.versionId };
    const role = named("demo", "friend");
    const key = `alias/${named("core", "key")}`;
    const root = environmentAt(stage.tree, "local");
    const tries: Record<string, () => Promise<unknown>> = {
        "make a role without the boundary": () =>
            iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: trust })),
        "take the boundary off": () =>
            iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: named("core", "deploy-demo") })),
        "change the boundary": () =>
            iam.send(
                new CreatePolicyVersionCommand({
                    PolicyArn: iamArn(`policy/${named("core", "boundary")}`),
                    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
                    SetAsDefault: true,
                }),
            ),
        "run a task as another deployer": () =>
            new ECSClient(awsConfig(env)).send(
                new RegisterTaskDefinitionCommand({
                    family: named("demo", "friend"),
                    taskRoleArn: iamArn(`role/${named("core", "deploy-kafka")}`),
                    containerDefinitions: [{ name: "it", image: "it" }],
                }),
            ),
        "read a secret of kafka": () =>
            new SecretsManagerClient(awsConfig(env)).send(
                new GetSecretValueCommand({ SecretId: named("kafka", "pulse") }),
            ),
        "delete the state of kafka": () =>
            s3.send(
                new DeleteObjectCommand({ Bucket: env.stateBucket, Key: ".pulumi/stacks/devmin-kafka/local.json" }),
            ),
        "read the history of kafka": () =>
            s3.send(new GetObjectCommand({ Bucket: env.stateBucket, Key: ".pulumi/history/devmin-kafka/local/1" })),
        "delete a version of evidence": () => s3.send(new DeleteObjectCommand(piece)),
        "bypass retention": () => s3.send(new DeleteObjectCommand({ ...piece, BypassGovernanceRetention: true })),
        "write evidence under another encryption": () =>
            s3.send(
                new PutObjectCommand({
                    Bucket: env.evidenceBucket,
                    Key: "chain/000000.json",
                    Body: "{}",
                    ServerSideEncryption: "AES256",
                }),
            ),
        "open a Pulumi secret of kafka": async () => {
            const sealed = await new KMSClient(awsConfig(root)).send(
                new EncryptCommand({ KeyId: key, Plaintext: Buffer.from("it"), EncryptionContext: { layer: "kafka" } }),
            );
            const { CiphertextBlob } = sealed;
            return new KMSClient(awsConfig(env)).send(
                new DecryptCommand({ CiphertextBlob, EncryptionContext: { layer: "kafka" } }),
            );
        },
        "leave its region": () =>
            new EC2Client(awsConfig({ ...env, region: "eu-central-1" })).send(
                new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }),
            ),
    };
    const answers = Object.entries(tries).map(async ([what, attempt]) => {
        const answer = await attempt().then(
            () => "done",
            (error: Error) => error.name,
        );
        return [what, answer] as const;
    });
    return Object.fromEntries(await Promise.all(answers));
}
