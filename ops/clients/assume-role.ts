import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandOutput, STSClient } from "@aws-sdk/client-sts";
import { getRoleArn, type RoleName } from "../../lib/names";
import { type WaitOptions, waitUntil } from "../../util/wait-until";
import { findWrongRegion } from "../account/core-regions";
import type { Environment } from "../environment";
import { type AwsClients, createAwsClients, hasStateBucket, requireCallerArn, type Session } from "./aws";

/** The roles that `devmin env` offers, by target: a layer means its deployer. */
export const rolesByTarget: Readonly<Record<string, RoleName>> = {
    kafka: "deploy-kafka",
    demo: "deploy-demo",
    auditor: "auditor",
    preview: "preview",
};

/** AWS limits the session of a role that is assumed from another role to an hour. */
const sessionSeconds = 3_600;
/** Sessions about to expire are renewed, because an update takes minutes. */
const renewBeforeMs = 15 * 60_000;

const sessionCache = new Map<string, Promise<Session | undefined>>();

/**
 * A session of one of core's roles, assumed with the shell's credentials and cached while it is valid; undefined when the
 * shell's credentials are the role's already, as in a workflow or after `devmin env`.
 */
export async function getRoleSession(env: Environment, role: RoleName): Promise<Session | undefined> {
    const arn = getRoleArn(env, role);
    const cached = await sessionCache.get(arn);
    if (cached && cached.expiration.getTime() - Date.now() > renewBeforeMs) return cached;
    const session = assumeRole(env, arn);
    sessionCache.set(arn, session);
    return session;
}

/** Assumes a role without the cache; undefined when the caller has that role already. */
export async function assumeRole(env: Environment, arn: string, wait?: WaitOptions): Promise<Session | undefined> {
    const aws = createAwsClients(env);
    const caller = await requireCallerArn(env, aws);
    const name = arn.split("/").at(-1) as string;
    if (caller.includes(`:assumed-role/${name}/`)) return undefined;
    const sts = aws.create(STSClient);
    const request = { RoleArn: arn, RoleSessionName: "devmin", DurationSeconds: sessionSeconds };
    const { Credentials } = await sts.send(new AssumeRoleCommand(request)).catch(async (error: Error) => {
        if (!(await hasStateBucket(env, aws))) {
            const wrongRegion = await findWrongRegion(env, aws);
            throw new Error(wrongRegion ?? `core of stack ${env.stack} is not deployed: run ./devmin bootstrap.`);
        }
        if (await isNewRole(aws, name))
            return waitForNewRole(name, () => sts.send(new AssumeRoleCommand(request)), wait);
        throw new Error(
            `${caller} may not assume role ${name} (${error.name}): update core with pulumi up -C core, ` +
                "or log in as one of the principals in devmin-core:deployers.",
        );
    });
    return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
        expiration: Credentials?.Expiration ?? new Date(0),
    };
}

/** How long ago a role must have been created at least to be everywhere; IAM needs seconds. */
const newRoleMs = 120_000;

/** Whether a role may not be known everywhere yet: IAM is eventually consistent. False for one that the caller may not read. */
async function isNewRole(aws: AwsClients, RoleName: string): Promise<boolean> {
    const found = await aws
        .create(IAMClient)
        .send(new GetRoleCommand({ RoleName }))
        .catch((error: Error) => {
            if (/AccessDenied|NoSuchEntity/.test(error.name)) return undefined;
            throw error;
        });
    return Date.now() - (found?.Role?.CreateDate?.getTime() ?? 0) < newRoleMs;
}

const waitForNewRole = (name: string, assume: () => Promise<AssumeRoleCommandOutput>, wait?: WaitOptions) =>
    waitUntil(
        `role ${name}, which was just created, to be known everywhere in AWS`,
        () =>
            assume().then(
                (value) => ({ ready: true, value }) as const,
                (error: Error) => ({ ready: false, because: error.message }) as const,
            ),
        { withinMs: 30_000, everyMs: 1_000, ...wait },
    );

/** The clients of a role of core. Throws when the shell's credentials may not assume it. */
export async function createRoleClients(env: Environment, role: RoleName): Promise<AwsClients> {
    // Called once now, so that a role which may not be assumed fails here.
    if (!(await getRoleSession(env, role))) return createAwsClients(env);
    return createAwsClients(env, async () => (await getRoleSession(env, role)) as Session);
}

/** A session as the variables that every AWS client reads; other credentials of the shell are unset. */
export const toCredentialVariables = (session: Session): Record<string, string | undefined> => ({
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_PROFILE: undefined,
    AWS_DEFAULT_PROFILE: undefined,
});
