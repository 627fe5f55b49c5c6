import { IAMClient, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import type { AwsClients } from "../clients/aws";
import { listTrails } from "./trails";

/** A resource that an account has once, whoever created it; a setting of core says whether core adopts or creates it. */
interface AccountSingleton {
    description: string;
    /** The setting that makes it necessary. @default always necessary */
    requiredBy?: string;
    /** The ARN of the existing one. */
    find(aws: AwsClients): Promise<string | undefined>;
}

/** By setting. A second trail costs money, and a second provider cannot be created. */
const accountSingletons: Readonly<Record<string, AccountSingleton>> = {
    trail: {
        description: "trail that records management events",
        // A trail that cannot be read may be one.
        find: async (aws) => (await listTrails(aws)).find(({ fault, isUnreadable }) => !fault || isUnreadable)?.arn,
    },
    githubProvider: {
        description: "OIDC provider for GitHub Actions",
        requiredBy: "githubRepository",
        async find(aws) {
            const { OpenIDConnectProviderList = [] } = await aws
                .create(IAMClient)
                .send(new ListOpenIDConnectProvidersCommand({}));
            const arns = OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
            return arns.find((arn) => arn.endsWith(":oidc-provider/token.actions.githubusercontent.com"));
        },
    },
};

/** Core's settings that follow from what the account has, except those already set, with one message each. */
export async function detectAccountSettings(
    aws: AwsClients,
    isSet: (setting: string) => boolean,
    singletons = accountSingletons,
): Promise<{ settings: Record<string, string>; messages: string[] }> {
    const settings: Record<string, string> = {};
    const messages: string[] = [];
    for (const [setting, { description, requiredBy, find }] of Object.entries(singletons)) {
        if (isSet(setting) || (requiredBy && !isSet(requiredBy))) continue;
        const found = await find(aws).catch((error: Error) => {
            throw new Error(
                `cannot find out whether the account has a ${description} (${error.message}): ` +
                    `set devmin-core:${setting} to adopt or make in core's stack configuration, and run the command again.`,
            );
        });
        settings[setting] = found ? "adopt" : "make";
        messages.push(
            found
                ? `the account has a ${description}, ${found}: core adopts it`
                : `the account has no ${description}: core creates it`,
        );
    }
    return { settings, messages };
}
