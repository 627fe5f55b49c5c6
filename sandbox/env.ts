import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { account, endpointOf } from "./aws/account";
import { caOf } from "./certificate";
import { here, proxies } from "./loopback";
import type { Place } from "./piece";

/** What only the caller knows of the shell that is to use the local cloud. */
export interface Shell {
    /** The clone, whose policy pack is attached and whose stand-in providers are used. */
    clone: string;
    /** Folders for the end of PATH: the engine's. */
    path: readonly string[];
    /** Where the Pulumi state is once `bootstrap` has moved it. @default a folder of this sandbox, with an empty passphrase */
    backend?: string;
    /** Whether the stand-in providers are at the end of PATH. @default true */
    standIns?: boolean;
}

type Sandbox = Pick<Place, "home" | "ports" | "secrets">;

/** The environment of a program that uses the local cloud. */
export function envOf(place: Sandbox, shell: Shell, base: string = process.env.PATH ?? ""): Record<string, string> {
    return { ...variables(place, shell), PATH: withFolders(base, folders(shell)) };
}

/** Writes home/env, for `source .sandbox/env` in sh, bash and zsh. */
export async function writeEnv(place: Sandbox, shell: Shell): Promise<string> {
    const file = join(place.home, "env");
    await mkdir(join(place.home, "state"), { recursive: true, mode: 0o700 });
    await mkdir(join(place.home, "pulumi"), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, script(place, shell), { mode: 0o600 });
    await rename(`${file}.new`, file);
    return file;
}

function variables({ home, ports, secrets }: Sandbox, { clone, backend }: Shell): Record<string, string> {
    return {
        AWS_ACCESS_KEY_ID: account.key,
        AWS_SECRET_ACCESS_KEY: account.secret,
        AWS_REGION: account.region,
        AWS_DEFAULT_REGION: account.region,
        AWS_ENDPOINT_URL: endpointOf({ ports }),
        AWS_CA_BUNDLE: caOf({ home }),
        NODE_EXTRA_CA_CERTS: caOf({ home }),
        AWS_EC2_METADATA_DISABLED: "true",
        CONFLUENT_CLOUD_API_KEY: secrets.cloudApiKey,
        CONFLUENT_CLOUD_API_SECRET: secrets.cloudApiSecret,
        PULUMI_HOME: join(home, "pulumi"),
        PULUMI_STACK: "local",
        PULUMI_BACKEND_URL: backend ?? pathToFileURL(join(home, "state")).href,
        ...(backend === undefined && { PULUMI_CONFIG_PASSPHRASE: "" }),
        PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack"),
        PULUMI_SKIP_UPDATE_CHECK: "1",
        DEVMIN_SANDBOX: home,
    };
}

/** The folder that gives Pulumi our stand-ins for the providers, where it is on PATH. */
const standInsOf = (clone: string) => join(clone, "sandbox", "providers", "bin");

/** Whether a program with this PATH gets the stand-ins. */
export const hasStandIns = (clone: string, path: string = process.env.PATH ?? "") =>
    path.split(":").includes(standInsOf(clone));

const folders = ({ clone, path, standIns = true }: Shell) => [...path, ...(standIns ? [standInsOf(clone)] : [])];

function withFolders(base: string, more: readonly string[]): string {
    const own = base.split(":").filter(Boolean);
    return [...own, ...more.filter((folder) => !own.includes(folder))].join(":");
}

/** What must not be set already, or only to the value given: the user's way to a real cloud. */
const foreign = ({ secrets }: Sandbox): Record<string, string> => ({
    AWS_PROFILE: "",
    AWS_DEFAULT_PROFILE: "",
    AWS_ACCESS_KEY_ID: account.key,
    AWS_SECRET_ACCESS_KEY: account.secret,
    AWS_SESSION_TOKEN: "",
    AWS_SECURITY_TOKEN: "",
    AWS_ROLE_ARN: "",
    AWS_WEB_IDENTITY_TOKEN_FILE: "",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "",
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "",
    PULUMI_ACCESS_TOKEN: "",
    CONFLUENT_CLOUD_API_KEY: secrets.cloudApiKey,
    CONFLUENT_CLOUD_API_SECRET: secrets.cloudApiSecret,
});

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function script(place: Sandbox, shell: Shell): string {
    const file = quoted(join(place.home, "env"));
    return `# The local cloud's environment, for sh, bash and zsh. Made by ./devmin sandbox start; source it, do not edit it.
# A role's session that devmin env took here ends: this shell is the account's administrator again.
if [ -n "\${DEVMIN_SESSION-}" ] && [ "\${AWS_ACCESS_KEY_ID-}" = "$DEVMIN_SESSION" ] && [ "\${DEVMIN_SANDBOX-}" = ${quoted(place.home)} ]; then
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN DEVMIN_SESSION
fi
${Object.entries(foreign(place))
    .map(
        ([name, allowed]) => `case "\${${name}-}" in ''|${quoted(allowed)}) ;; *)
    echo ${file}": ${name} is set to something else than the local cloud's; open a new shell without it, or unset ${name}, and source this again." >&2
    return 1 ;;
esac`,
    )
    .join("\n")}
${
    shell.standIns === false
        ? `case ":$PATH:" in *:${quoted(standInsOf(shell.clone))}:*)
    echo ${file}": the stand-in providers are on PATH; open a new shell, and source this again." >&2
    return 1 ;;
esac`
        : ""
}
${Object.entries(variables(place, shell))
    .map(([name, value]) => `export ${name}=${quoted(value)}`)
    .join("\n")}
${shell.backend === undefined ? "" : "unset PULUMI_CONFIG_PASSPHRASE\n"}${folders(shell)
    .map((folder) => `case ":$PATH:" in *:${quoted(folder)}:*) ;; *) PATH="$PATH":${quoted(folder)} ;; esac`)
    .join("\n")}
export PATH
# A proxy reaches none of it: all is on this machine.
if [ -n "${proxies.map((name) => `\${${name}-}`).join("")}" ]; then
    no_proxy="\${no_proxy:-\${NO_PROXY-}}"
    for here in ${here.join(" ")}; do
        case ",$no_proxy," in *,$here,*) ;; *) no_proxy="\${no_proxy:+$no_proxy,}$here" ;; esac
    done
    export no_proxy NO_PROXY="$no_proxy"
    unset here
fi
`;
}
