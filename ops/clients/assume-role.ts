import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { getRoleArn, type RoleName } from "../../lib/names";
import type { Environment, Session } from "../environment";
import { buildAwsClientConfig, requireCallerArn } from "./aws";

/** The roles a shell may be in, by the word that names them: layers by their deployer. */
export const rolesByTarget: Readonly<Record<string, RoleName>> = {
    kafka: "deploy-kafka",
    demo: "deploy-demo",
    auditor: "auditor",
};

/** AWS lets a role that is taken from within a role last an hour at most. */
const sessionSeconds = 3_600;
/** What is about to expire is renewed: an update takes minutes. */
const renewBeforeMs = 15 * 60_000;

const sessionCache = new Map<string, Promise<Session | undefined>>();

/**
 * A session in one of core's roles, taken with the shell's credentials and kept while it lasts; undefined where those are
 * the role's already, as in a workflow or after `devmin env`.
 */
export async function getRoleSession(env: Environment, role: RoleName): Promise<Session | undefined> {
    const arn = getRoleArn(env, role);
    const cached = await sessionCache.get(arn);
    if (cached && cached.expiration.getTime() - Date.now() > renewBeforeMs) return cached;
    const session = assumeRole(env, arn);
    sessionCache.set(arn, session);
    return session;
}

/** A session of its own, whatever is kept; undefined where the caller is in that role. */
export async function assumeRole(env: Environment, arn: string): Promise<Session | undefined> {
    const caller = await requireCallerArn(env);
    const name = arn.split("/").at(-1);
    if (caller.includes(`:assumed-role/${name}/`)) return undefined;
    const { Credentials } = await new STSClient(buildAwsClientConfig(env))
        .send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "devmin", DurationSeconds: sessionSeconds }))
        .catch((error: Error) => {
            throw new Error(
                `${caller} may not take the role ${name} (${error.name}): bring core up to date with pulumi up -C core, ` +
                    "or log in as one of those devmin-core:deployers names.",
            );
        });
    return {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
        expiration: Credentials?.Expiration ?? new Date(0),
    };
}

/** The environment seen with a role's rights: what is asked and done there is asked and done as that role. */
export async function switchRole(env: Environment, role: RoleName): Promise<Environment> {
    // Asked once now, so that a role that may not be taken says so here.
    if (!(await getRoleSession(env, role))) return env;
    return { ...env, credentials: async () => (await getRoleSession(env, role)) as Session };
}

/** A session as the variables every AWS client knows; what else the shell may say of who it is goes. */
export const toCredentialVariables = (session: Session): Record<string, string | undefined> => ({
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_PROFILE: undefined,
    AWS_DEFAULT_PROFILE: undefined,
});
