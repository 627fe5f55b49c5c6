import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { type RoleName, roleArnOf } from "../lib/names";
import { awsConfig, callerIn } from "./clouds";
import type { Environment, Session } from "./environment";

/** The roles a shell may be in, by the word that names them: layers by their deployer. */
export const rolesByWord: Readonly<Record<string, RoleName>> = {
    kafka: "deploy-kafka",
    demo: "deploy-demo",
    auditor: "auditor",
};

/** AWS lets a role that is taken from within a role last an hour at most. */
const seconds = 3_600;
/** What is about to expire is renewed: an update takes minutes. */
const soonMs = 15 * 60_000;

const taken = new Map<string, Promise<Session | undefined>>();

/**
 * A session in one of core's roles, taken with the shell's credentials and kept while it lasts; undefined where those are
 * the role's already, as in a workflow or after `devmin env`.
 */
export async function sessionIn(env: Environment, role: RoleName): Promise<Session | undefined> {
    const arn = roleArnOf(env, role);
    const kept = await taken.get(arn);
    if (kept && kept.expiration.getTime() - Date.now() > soonMs) return kept;
    const session = take(env, arn);
    taken.set(arn, session);
    return session;
}

/** A session of its own, whatever is kept; undefined where the caller is in that role. */
export async function take(env: Environment, arn: string): Promise<Session | undefined> {
    const caller = await callerIn(env);
    const name = arn.split("/").at(-1);
    if (caller.includes(`:assumed-role/${name}/`)) return undefined;
    const { Credentials } = await new STSClient(awsConfig(env))
        .send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "devmin", DurationSeconds: seconds }))
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
export async function as(env: Environment, role: RoleName): Promise<Environment> {
    // Asked once now, so that a role that may not be taken says so here.
    if (!(await sessionIn(env, role))) return env;
    return { ...env, credentials: async () => (await sessionIn(env, role)) as Session };
}

/** A session as the variables every AWS client knows; what else the shell may say of who it is goes. */
export const variablesOf = (session: Session): Record<string, string | undefined> => ({
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_PROFILE: undefined,
    AWS_DEFAULT_PROFILE: undefined,
});
