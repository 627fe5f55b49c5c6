import { IAMClient, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import { buildAwsClientConfig } from "../clients/aws";
import type { Environment } from "../environment";
import { listTrails } from "./trails";

type AwsContext = Pick<Environment, "region" | "credentials">;

/** Something an account has once, whoever made it; a setting of core says whether core adopts or makes it. */
interface AccountSingleton {
    description: string;
    /** The setting without which nobody needs it. @default it is always needed */
    requiredBy?: string;
    /** The ARN of the one there is. */
    find(where: AwsContext): Promise<string | undefined>;
}

/** By their settings. A second trail costs money, and a second provider cannot be made. */
const accountSingletons: Readonly<Record<string, AccountSingleton>> = {
    trail: {
        description: "trail that records who changes what",
        // One that does not let itself be looked into may be it.
        find: async (where) => (await listTrails(where)).find(({ fault, isUnreadable }) => !fault || isUnreadable)?.arn,
    },
    githubProvider: {
        description: "provider for GitHub Actions",
        requiredBy: "githubRepository",
        async find(where) {
            const { OpenIDConnectProviderList = [] } = await new IAMClient(buildAwsClientConfig(where)).send(
                new ListOpenIDConnectProvidersCommand({}),
            );
            const arns = OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
            return arns.find((arn) => arn.endsWith(":oidc-provider/token.actions.githubusercontent.com"));
        },
    },
};

/** The settings of core that follow from what the account has, but for those that are set; and what to tell of each. */
export async function detectAccountSettings(
    where: AwsContext,
    isSet: (setting: string) => boolean,
    singletons = accountSingletons,
): Promise<{ settings: Record<string, string>; messages: string[] }> {
    const settings: Record<string, string> = {};
    const messages: string[] = [];
    for (const [setting, { description, requiredBy, find }] of Object.entries(singletons)) {
        if (isSet(setting) || (requiredBy && !isSet(requiredBy))) continue;
        const found = await find(where).catch((error: Error) => {
            throw new Error(
                `AWS does not say whether the account has a ${description} (${error.message}): ` +
                    `write devmin-core:${setting}: adopt, or make, into core's stack configuration, and start again.`,
            );
        });
        settings[setting] = found ? "adopt" : "make";
        messages.push(
            found
                ? `the account has a ${description}, ${found}: core adopts it`
                : `the account has no ${description}: core makes it`,
        );
    }
    return { settings, messages };
}
