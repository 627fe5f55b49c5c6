import assert from "node:assert/strict";
import { detectAccountSettings } from "../../../ops/account/singletons";
import { awsClients } from "../../fake-aws";

const buildSingletons = (arns: { trail?: string; provider?: string }) => ({
    trail: { description: "trail", find: async () => arns.trail },
    githubProvider: { description: "provider", requiredBy: "githubRepository", find: async () => arns.provider },
});
const withSettings =
    (...settings: string[]) =>
    (setting: string) =>
        settings.includes(setting);

describe("a resource that an account has once", () => {
    it("is adopted when it exists", async () => {
        assert.deepEqual(await detectAccountSettings(awsClients, withSettings(), buildSingletons({ trail: "arn:t" })), {
            settings: { trail: "adopt" },
            messages: ["the account has a trail, arn:t: core adopts it"],
        });
    });

    it("is created when it does not exist", async () => {
        assert.deepEqual(await detectAccountSettings(awsClients, withSettings(), buildSingletons({})), {
            settings: { trail: "make" },
            messages: ["the account has no trail: core creates it"],
        });
    });

    it("is looked for only when a setting needs it", async () => {
        const { settings } = await detectAccountSettings(
            awsClients,
            withSettings("githubRepository"),
            buildSingletons({ provider: "arn:p" }),
        );
        assert.deepEqual(settings, { trail: "make", githubProvider: "adopt" });
    });

    it("is not looked for when its setting is set, so that whoever created it does not adopt it later", async () => {
        const detected = await detectAccountSettings(
            awsClients,
            withSettings("trail"),
            buildSingletons({ trail: "arn:t" }),
        );
        assert.deepEqual(detected, { settings: {}, messages: [] });
    });

    it("is neither adopted nor created when AWS refuses to answer", async () => {
        const find = () => Promise.reject(new Error("AccessDenied"));
        await assert.rejects(
            detectAccountSettings(awsClients, withSettings(), { trail: { description: "trail", find } }),
            {
                message:
                    "cannot find out whether the account has a trail (AccessDenied): " +
                    "set devmin-core:trail to adopt or make in core's stack configuration, and run the command again.",
            },
        );
    });
});
