import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loopbackHosts, proxyVariables } from "../util/loopback-proxy";
import { quoteForShell } from "../util/quote-for-shell";
import { writeFileAtomically } from "../util/write-file-atomically";
import { account, getAwsEndpoint, getS3ControlEndpoint } from "./aws/local-account";
import { getCaFile } from "./certificate";
import type { LocalCloud } from "./local-service";

/** What the caller knows of the shell that will use the local cloud. */
export interface ShellOptions {
    /** The clone, whose policy pack and offline providers are used. */
    clone: string;
    /** Folders for the end of PATH: the Pulumi CLI's. */
    pathFolders: readonly string[];
    /** The states' backend once `bootstrap` has moved them into core's bucket; before, they are in a folder of the local cloud. */
    bucketBackendUrl: string;
    /** Whether the offline providers are at the end of PATH. @default true */
    offlineProviders?: boolean;
}

type CloudAccess = Pick<LocalCloud, "home" | "ports" | "secrets">;

/** Pulumi's plugins and login in a local cloud. */
export const getPulumiHome = (home: string) => join(home, "pulumi");

/** The environment of a program that uses the local cloud before it is bootstrapped. */
export function buildEnv(
    cloud: CloudAccess,
    shell: Omit<ShellOptions, "bucketBackendUrl">,
    base: string = process.env.PATH ?? "",
): Record<string, string> {
    return { ...buildVariables(cloud, shell), PATH: appendFolders(base, listPathFolders(shell)) };
}

/** Writes home/env, for `source .sandbox/env` in sh, bash and zsh. */
export async function writeEnvFile(cloud: CloudAccess, shell: ShellOptions): Promise<string> {
    const file = join(cloud.home, "env");
    await mkdir(join(cloud.home, "state"), { recursive: true, mode: 0o700 });
    await mkdir(getPulumiHome(cloud.home), { recursive: true, mode: 0o700 });
    writeFileAtomically(file, formatEnvScript(cloud, shell));
    return file;
}

function buildVariables(
    { home, ports, secrets }: CloudAccess,
    { clone, offlineProviders = true }: Pick<ShellOptions, "clone" | "offlineProviders">,
): Record<string, string> {
    return {
        AWS_ACCESS_KEY_ID: account.key,
        AWS_SECRET_ACCESS_KEY: account.secret,
        AWS_REGION: account.region,
        AWS_DEFAULT_REGION: account.region,
        AWS_ENDPOINT_URL: getAwsEndpoint({ ports }),
        ...(!offlineProviders && { AWS_ENDPOINT_URL_S3_CONTROL: getS3ControlEndpoint({ ports }) }),
        AWS_CA_BUNDLE: getCaFile({ home }),
        NODE_EXTRA_CA_CERTS: getCaFile({ home }),
        AWS_EC2_METADATA_DISABLED: "true",
        CONFLUENT_CLOUD_API_KEY: secrets.cloudApiKey,
        CONFLUENT_CLOUD_API_SECRET: secrets.cloudApiSecret,
        PULUMI_HOME: getPulumiHome(home),
        PULUMI_STACK: "local",
        PULUMI_BACKEND_URL: pathToFileURL(join(home, "state")).href,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack"),
        PULUMI_SKIP_UPDATE_CHECK: "1",
        DEVMIN_SANDBOX: home,
    };
}

/** On PATH, this folder gives Pulumi the offline providers. */
const getOfflineProviderFolder = (clone: string) => join(clone, "local-cloud", "providers", "bin");

/** Whether a program with this PATH uses the offline providers. */
export const hasOfflineProviders = (clone: string, path: string = process.env.PATH ?? "") =>
    path.split(":").includes(getOfflineProviderFolder(clone));

const listPathFolders = ({ clone, pathFolders, offlineProviders = true }: Omit<ShellOptions, "bucketBackendUrl">) => [
    ...pathFolders,
    ...(offlineProviders ? [getOfflineProviderFolder(clone)] : []),
];

function appendFolders(base: string, more: readonly string[]): string {
    const own = base.split(":").filter(Boolean);
    return [...own, ...more.filter((folder) => !own.includes(folder))].join(":");
}

/** Variables that lead to a real cloud: each must be unset, or have this value. */
const buildAllowedValues = ({ secrets }: CloudAccess): Record<string, string> => ({
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

function formatEnvScript(cloud: CloudAccess, shell: ShellOptions): string {
    const file = quoteForShell(join(cloud.home, "env"));
    return `# The local cloud's environment, for sh, bash and zsh. Written by ./devmin sandbox start; source it, do not edit it.
# Ends a role session that devmin env started here: this shell is the account's administrator again.
if [ -n "\${DEVMIN_SESSION-}" ] && [ "\${AWS_ACCESS_KEY_ID-}" = "$DEVMIN_SESSION" ] && [ "\${DEVMIN_SANDBOX-}" = ${quoteForShell(cloud.home)} ]; then
    unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN DEVMIN_SESSION
fi
${Object.entries(buildAllowedValues(cloud))
    .map(
        ([name, allowed]) => `case "\${${name}-}" in ''|${quoteForShell(allowed)}) ;; *)
    echo ${file}": ${name} is set, but not to the local cloud's value; open a new shell without it, or unset ${name}, and source this again." >&2
    return 1 ;;
esac`,
    )
    .join("\n")}
${
    shell.offlineProviders === false
        ? `case ":$PATH:" in *:${quoteForShell(getOfflineProviderFolder(shell.clone))}:*)
    echo ${file}": the offline providers are on PATH; open a new shell, and source this again." >&2
    return 1 ;;
esac`
        : ""
}
${Object.entries(buildVariables(cloud, shell))
    .map(([name, value]) => `export ${name}=${quoteForShell(value)}`)
    .join("\n")}
# Core's configuration has its KMS key once bootstrap has moved the states into the bucket.
if grep -qs '^secretsprovider:' ${quoteForShell(join(shell.clone, "core", "Pulumi.local.yaml"))}; then
    export PULUMI_BACKEND_URL=${quoteForShell(shell.bucketBackendUrl)}
    unset PULUMI_CONFIG_PASSPHRASE
fi
${listPathFolders(shell)
    .map(
        (folder) =>
            `case ":$PATH:" in *:${quoteForShell(folder)}:*) ;; *) PATH="$PATH":${quoteForShell(folder)} ;; esac`,
    )
    .join("\n")}
export PATH
# Everything is on this machine, where no proxy leads.
if [ -n "${proxyVariables.map((name) => `\${${name}-}`).join("")}" ]; then
    no_proxy="\${no_proxy:-\${NO_PROXY-}}"
    for here in ${loopbackHosts.join(" ")}; do
        case ",$no_proxy," in *,$here,*) ;; *) no_proxy="\${no_proxy:+$no_proxy,}$here" ;; esac
    done
    export no_proxy NO_PROXY="$no_proxy"
    unset here
fi
`;
}
