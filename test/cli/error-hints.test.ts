import assert from "node:assert/strict";
import { formatErrorHint } from "../../cli/error-hints";
import { PulumiCommandError } from "../../ops/pulumi/cli";

describe("a refusal by AWS", () => {
    const refused = "User: it is not authorized to perform: ecs:RunTask";

    it("by a deny on the role itself is followed by what to look at", () => {
        assert.match(
            formatErrorHint(new Error(`${refused} with an explicit deny in an identity-based policy`)),
            /^\nIf the month's budget is spent, .*\.\/devmin budget release ends it\.$/,
        );
    });

    it("is found in all that Pulumi said", () => {
        const output = `${refused} with an explicit deny in an identity-based policy\n${"Outputs\n".repeat(30)}`;
        assert.notEqual(formatErrorHint(new PulumiCommandError("pulumi up", 1, output)), "");
    });

    it("for want of a right stays as it is", () => {
        assert.equal(
            formatErrorHint(new Error(`${refused} because no identity-based policy allows the ecs:RunTask action`)),
            "",
        );
    });
});

describe("credentials that ran out on the way", () => {
    it("are followed by what to do, as the engine and as a provider tell of them", () => {
        for (const said of [
            "ExpiredToken: The provided token has expired.",
            "operation error S3: PutObject, api error ExpiredTokenException: The security token included in the request is expired",
        ]) {
            assert.match(
                formatErrorHint(new Error(said)),
                /^\nYour credentials ran out on the way: log in and run it again\./,
            );
        }
    });
});

describe("a full disk", () => {
    it("is followed by what to do, by whatever name it comes", () => {
        for (const said of ["ENOSPC: no space left on device, write", "write /x/state: no space left on device"]) {
            assert.match(formatErrorHint(new Error(said)), /^\nThe disk is full: make room and run it again\./);
        }
    });
});

describe("a lock that another update holds or left", () => {
    it("is followed by what to do", () => {
        const said = "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end";
        assert.match(
            formatErrorHint(new Error(said)),
            /^\nWho holds the lock is named above: .* \.\/devmin recover LAYER/,
        );
    });
});
