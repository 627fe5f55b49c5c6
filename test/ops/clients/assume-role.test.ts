import assert from "node:assert/strict";
import { assumeRole } from "../../../ops/clients/assume-role";
import type { Environment } from "../../../ops/environment";
import type { Clock } from "../../../util/wait-until";
import { createAwsError, startFakeAws } from "../../fake-aws";

const env = { stack: "dev", account: "123456789012", region: "eu-central-1", stateBucket: "states" } as Environment;
const arn = "arn:aws:iam::123456789012:role/devmin-core-dev-auditor-123456789012-eu-central-1";
const denied = createAwsError("AccessDenied", { status: 403 });
const session = {
    Credentials: {
        AccessKeyId: "K",
        SecretAccessKey: "S",
        SessionToken: "T",
        Expiration: new Date("2026-11-26T12:00:00Z"),
    },
};

/** Assumes the role in an account that refuses `refusals` times; the wait takes no time. */
async function assume({
    refusals = 0,
    age = 1_000,
    role = undefined as Error | undefined,
    bucket = {} as object | Error,
    listed = [] as object[],
}) {
    let tries = 0;
    let now = 0;
    const clock: Clock = {
        now: () => now,
        async sleep(ms) {
            now += ms;
        },
    };
    const aws = startFakeAws({
        GetCallerIdentity: { Account: env.account, Arn: "arn:aws:iam::123456789012:user/me" },
        AssumeRole: () => {
            tries += 1;
            return tries > refusals ? session : denied;
        },
        HeadBucket: bucket,
        ListRoles: { Roles: listed },
        GetRole: role ?? { Role: { CreateDate: new Date(Date.now() - age) } },
    });
    try {
        const assumed = await assumeRole(env, arn, { clock });
        return { key: assumed?.accessKeyId, tries };
    } finally {
        aws.stop();
    }
}

describe("a role", () => {
    it("is assumed at once when IAM knows it", async () => {
        assert.deepEqual(await assume({}), { key: "K", tries: 1 });
    });

    it("that was just created is assumed once IAM has caught up", async () => {
        assert.deepEqual(await assume({ refusals: 6 }), { key: "K", tries: 7 });
    });

    it("that was just created is not waited for longer than 30 seconds", async () => {
        await assert.rejects(assume({ refusals: 100 }), {
            message:
                /^waited 30 s for role devmin-core-dev-auditor-\S+, which was just created, to be known everywhere in AWS: /,
        });
    });

    const refused =
        /^arn:aws:iam::123456789012:user\/me may not assume role devmin-core-dev-auditor-\S+ \(AccessDenied\): /;

    it("that has been there for long is refused at once, with who may assume it", async () => {
        await assert.rejects(assume({ refusals: 1, age: 3_600_000 }), { message: refused });
    });

    it("whose age the caller may not know is refused at once", async () => {
        await assert.rejects(assume({ refusals: 1, role: denied }), { message: refused });
    });

    it("of a core that is not deployed is refused with the command that deploys it", async () => {
        await assert.rejects(assume({ refusals: 1, bucket: createAwsError("NotFound", { status: 404 }) }), {
            message: "core of stack dev is not deployed: run ./devmin bootstrap.",
        });
    });

    it("of a core in another region is refused with that region", async () => {
        const RoleName = "devmin-core-dev-auditor-123456789012-us-east-1";
        const bucket = createAwsError("NotFound", { status: 404 });
        await assert.rejects(assume({ refusals: 1, bucket, listed: [{ RoleName }, { RoleName: "other" }] }), {
            message:
                /^eu-central-1 has no core of the stack dev, but us-east-1 has: correct aws:region in core\/Pulumi\.dev\.yaml/,
        });
    });
});
