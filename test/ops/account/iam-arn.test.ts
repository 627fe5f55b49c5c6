import assert from "node:assert/strict";
import { findIamArn } from "../../../ops/account/iam-arn";
import { awsClients, createAwsError, startFakeAws } from "../../fake-aws";

const sso = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Admin_1";
const user = "arn:aws:iam::123456789012:user/me";

describe("the ARN that names a caller in a trust policy", () => {
    const cases: [title: string, caller: string, role: object | Error, arn: string | undefined][] = [
        [
            "is a session's role, with its path",
            "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_1/me",
            { Role: { Arn: sso } },
            sso,
        ],
        ["is a user's own", user, {}, user],
        ["is not known for root, which is everybody", "arn:aws:iam::123456789012:root", {}, undefined],
        [
            "is not known for a role that the caller may not read",
            "arn:aws:sts::123456789012:assumed-role/it/me",
            createAwsError("AccessDenied", { status: 403 }),
            undefined,
        ],
    ];
    for (const [title, caller, GetRole, arn] of cases) {
        it(title, async () => {
            const aws = startFakeAws({ GetRole });
            try {
                assert.equal(await findIamArn(awsClients, caller), arn);
            } finally {
                aws.stop();
            }
        });
    }
});
