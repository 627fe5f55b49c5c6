import { IAMClient, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import { awsConfig } from "./clouds";
import type { Environment } from "./environment";
import { trailsIn } from "./trails";

type Where = Pick<Environment, "region" | "credentials">;

/** Something an account has once, whoever made it; a setting of core says whether core adopts or makes it. */
interface Once {
    what: string;
    /** The setting without which nobody needs it. @default it is always needed */
    neededBy?: string;
    /** The ARN of the one there is. */
    find(where: Where): Promise<string | undefined>;
}

/** By their settings. A second trail costs money, and a second provider cannot be made. */
const accountWide: Readonly<Record<string, Once>> = {
    trail: {
        what: "trail that records who changes what",
        // One that does not let itself be looked into may be it.
        find: async (where) => (await trailsIn(where)).find(({ fault, closed }) => !fault || closed)?.arn,
    },
    githubProvider: {
        what: "provider for GitHub Actions",
        neededBy: "githubRepository",
        async find(where) {
            const { OpenIDConnectProviderList = [] } = await new IAMClient(awsConfig(where)).send(
                new ListOpenIDConnectProvidersCommand({}),
            );
            const arns = OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
            return arns.find((arn) => arn.endsWith(":oidc-provider/token.actions.githubusercontent.com"));
        },
    },
};

/** The settings of core that follow from what the account has, but for those that are set; and what to tell of each. */
export async function lookAtAccount(
    where: Where,
    isSet: (setting: string) => boolean,
    things = accountWide,
): Promise<{ settings: Record<string, string>; told: string[] }> {
    const settings: Record<string, string> = {};
    const told: string[] = [];
    for (const [setting, { what, neededBy, find }] of Object.entries(things)) {
        if (isSet(setting) || (neededBy && !isSet(neededBy))) continue;
        const found = await find(where).catch((error: Error) => {
            throw new Error(
                `AWS does not say whether the account has a ${what} (${error.message}): ` +
                    `write devmin-core:${setting}: adopt, or make, into core's stack configuration, and start again.`,
            );
        });
        settings[setting] = found ? "adopt" : "make";
        told.push(
            found ? `the account has a ${what}, ${found}: core adopts it` : `the account has no ${what}: core makes it`,
        );
    }
    return { settings, told };
}
