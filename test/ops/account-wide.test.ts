import assert from "node:assert/strict";
import { lookAtAccount } from "../../ops/account-wide";

const where = { region: "eu-central-1" };
const things = (arns: { trail?: string; provider?: string }) => ({
    trail: { what: "trail", find: async () => arns.trail },
    githubProvider: { what: "provider", neededBy: "githubRepository", find: async () => arns.provider },
});
const set =
    (...settings: string[]) =>
    (setting: string) =>
        settings.includes(setting);

describe("what an account has once", () => {
    it("is adopted where it is there", async () => {
        assert.deepEqual(await lookAtAccount(where, set(), things({ trail: "arn:t" })), {
            settings: { trail: "adopt" },
            told: ["the account has a trail, arn:t: core adopts it"],
        });
    });

    it("is made where it is not", async () => {
        assert.deepEqual(await lookAtAccount(where, set(), things({})), {
            settings: { trail: "make" },
            told: ["the account has no trail: core makes it"],
        });
    });

    it("is looked for only where something needs it", async () => {
        const { settings } = await lookAtAccount(where, set("githubRepository"), things({ provider: "arn:p" }));
        assert.deepEqual(settings, { trail: "make", githubProvider: "adopt" });
    });

    it("is not looked for where its setting says already, so that who made it does not come to adopt it", async () => {
        const answer = await lookAtAccount(where, set("trail"), things({ trail: "arn:t" }));
        assert.deepEqual(answer, { settings: {}, told: [] });
    });

    it("is neither adopted nor made where AWS does not say", async () => {
        const find = () => Promise.reject(new Error("AccessDenied"));
        await assert.rejects(lookAtAccount(where, set(), { trail: { what: "trail", find } }), {
            message:
                "AWS does not say whether the account has a trail (AccessDenied): " +
                "write devmin-core:trail: adopt, or make, into core's stack configuration, and start again.",
        });
    });
});
