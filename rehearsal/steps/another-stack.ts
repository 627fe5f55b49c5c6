import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { GetOpenIDConnectProviderCommand, IAMClient, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import { awsConfig } from "../../ops/clouds";
import { environmentAt } from "../../ops/environment";
import { endpointOf } from "../confluent";
import { differences, dump } from "../dump";
import type { Stage } from "../stage";
import type { Step } from "../step";

/** What goes later or not at all: a key after its 30 days, and the account's one provider, on which others may have come to rely. */
const stays = [/^\+ aws\/kms\//, /^\+ aws\/iam\/oidc_providers\//];

export const anotherStack: Step = {
    title: "another stack comes up in the same account, and goes",
    further: true,
    async play(stage, say) {
        const clone = stage.copy("alice");
        const folder = join(clone, ".state");
        mkdirSync(folder);
        writeFileSync(
            join(clone, "kafka", "Pulumi.alice.yaml"),
            `config:\n    confluentcloud:endpoint: ${await endpointOf(stage)}\n`,
        );
        const variables = {
            ...stage.variables,
            PULUMI_STACK: "alice",
            PULUMI_HOME: join(clone, ".pulumi-home"),
            PULUMI_BACKEND_URL: pathToFileURL(folder).href,
            PULUMI_CONFIG_PASSPHRASE: "",
            PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack"),
        };
        const alice = (command: string[]) => stage.run(command, say, { folder: clone, variables });
        const before = await dump(stage.home);

        await alice(["./devmin", "init", "--account", "000000000000", "--region", "us-east-1", "--email", "a@b.org"]);
        await alice(["pulumi", "stack", "select", "alice", "--create", "-C", "core"]);
        for (const [key, value] of Object.entries({ githubRepository: "alice/devmin", githubProvider: "make" })) {
            await alice(["pulumi", "config", "set", key, value, "-C", "core"]);
        }
        await alice(["pulumi", "up", "-C", "core", "--yes"]);
        const added = differences(before, await dump(stage.home));
        assert.ok(added.length > 0);
        assert.deepEqual(
            added.filter((change) => !change.startsWith("+ ")),
            [],
            "nothing of the first stack is touched",
        );
        await stage.run(["pulumi", "preview", "-C", "core", "--expect-no-changes"], say);

        // The account has the provider now: the first stack adopts it, and makes none.
        await stage.run(["pulumi", "config", "set", "githubRepository", "local/devmin", "-C", "core"], say);
        const seen = await stage.run(["pulumi", "preview", "-C", "core", "--diff"], say);
        assert.match(seen, /repo:local\/devmin:ref:refs\/heads\/main/);
        assert.doesNotMatch(seen, /openIdConnectProvider/i);
        await stage.run(["pulumi", "config", "rm", "githubRepository", "-C", "core"], say);

        await alice(["pulumi", "state", "unprotect", "--all", "--yes", "-C", "core"]);
        await alice(["pulumi", "destroy", "-C", "core", "--yes"]);
        const left = differences(before, await dump(stage.home));
        assert.deepEqual(
            left.filter((change) => !stays.some((known) => known.test(change))),
            [],
        );
        assert.equal((await providersOf(stage)).length, 1);
        rmSync(clone, { recursive: true });
        return "the stack alice: no name shared, nothing of the first one touched; one OIDC provider, made once and adopted";
    },
};

/** The account's OIDC providers; asked for one by one, as a list may name what is gone. */
async function providersOf(stage: Stage): Promise<string[]> {
    const iam = new IAMClient(awsConfig(environmentAt(stage.tree, "local")));
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    const arns = OpenIDConnectProviderList.map(({ Arn = "" }) => Arn);
    for (const arn of arns) await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
    return arns;
}
