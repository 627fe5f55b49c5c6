import assert from "node:assert/strict";
import { detectAccountSettings } from "../../../ops/account/singletons";

const where = { region: "eu-central-1" };
const things = (arns: { trail?: string; provider?: string }) => ({
    trail: { description: "trail", find: async () => arns.trail },
    githubProvider: { description: "provider", requiredBy: "githubRepository", find: async () => arns.provider },
});
const set =
    (...settings: string[]) =>
    (setting: string) =>
        settings.includes(setting);

describe("what an account has once", () => {
    it("is adopted where it is there", async () => {
        assert.deepEqual(await detectAccountSettings(where, set(), things({ trail: "arn:t" })), {
            settings: { trail: "adopt" },
            messages: ["the account has a trail, arn:t: core adopts it"],
        });
    });

    it("is made where it is not", async () => {
        assert.deepEqual(await detectAccountSettings(where, set(), things({})), {
            settings: { trail: "make" },
            messages: ["the account has no trail: core makes it"],
        });
    });

    it("is looked for only where something needs it", async () => {
        const { settings } = await detectAccountSettings(where, set("githubRepository"), things({ provider: "arn:p" }));
        assert.deepEqual(settings, { trail: "make", githubProvider: "adopt" });
    });

    it("is not looked for where its setting says already, so that who made it does not come to adopt it", async () => {
        const answer = await detectAccountSettings(where, set("trail"), things({ trail: "arn:t" }));
        assert.deepEqual(answer, { settings: {}, messages: [] });
    });

    it("is neither adopted nor made where AWS does not say", async () => {
        const find = () => Promise.reject(new Error("AccessDenied"));
        await assert.rejects(detectAccountSettings(where, set(), { trail: { description: "trail", find } }), {
            message:
                "AWS does not say whether the account has a trail (AccessDenied): " +
                "write devmin-core:trail: adopt, or make, into core's stack configuration, and start again.",
        });
    });
});
