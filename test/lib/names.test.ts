import assert from "node:assert/strict";
import {
    buildArn,
    buildBackendNames,
    buildName,
    buildNamePattern,
    getBoundaryArn,
    getRoleArn,
    type NamingScope,
} from "../../lib/names";

const good: NamingScope = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };

describe("names", () => {
    it("contain layer, stack, noun, account and region", () => {
        assert.equal(buildName(good, "state"), "devmin-core-dev-state-123456789012-eu-central-1");
    });

    const others: Partial<NamingScope>[] = [
        { layer: "demo" },
        { stack: "alice" },
        { account: "210987654321" },
        { region: "us-east-1" },
    ];
    for (const other of others) {
        it(`differ for another ${Object.keys(other)[0]}`, () => {
            assert.notEqual(buildName({ ...good, ...other }, "state"), buildName(good, "state"));
        });
    }

    it("that are too long are refused, with the length allowed for the stack's name", () => {
        const stack = "astackthathasquitealongnametoo";
        assert.throws(() => buildName({ ...good, stack }, "state"), {
            message: /has 74 characters, 63 are allowed; give the stack a name of at most 19 characters/,
        });
    });

    it("with characters that AWS does not allow are refused", () => {
        assert.throws(() => buildName({ ...good, stack: "Dev" }, "state"), {
            message: /devmin-core-Dev-state.* lower-case letters, digits and hyphens/,
        });
    });

    it("make ARNs; those of buckets have no region and account", () => {
        assert.equal(buildArn(good, "s3", "a-bucket"), "arn:aws:s3:::a-bucket");
        assert.equal(buildArn(good, "ecs", "*"), "arn:aws:ecs:eu-central-1:123456789012:*");
        assert.equal(buildArn(good, "iam", "role/it"), "arn:aws:iam::123456789012:role/it");
    });

    it("of a stack with a hyphen are refused, as they would match the pattern of another stack", () => {
        assert.throws(() => buildName({ ...good, stack: "dev-2" }, "state"), {
            message: /^the stack name dev-2 has a hyphen: use lower-case letters and digits only/,
        });
    });

    it("of one layer and stack match a pattern that no others match", () => {
        assert.equal(buildNamePattern(good), "devmin-core-dev-*");
        const others = ["dev2", "devx", "alice"].map((stack) => buildName({ ...good, stack }, "state"));
        assert.ok(buildName(good, "state").startsWith("devmin-core-dev-"));
        assert.deepEqual(
            others.filter((name) => name.startsWith("devmin-core-dev-")),
            [],
        );
    });

    it("of roles and their boundary are core's, in every layer", () => {
        const demo = { ...good, layer: "demo" };
        assert.equal(getRoleArn(demo, "auditor"), buildArn(good, "iam", `role/${buildName(good, "auditor")}`));
        assert.equal(getBoundaryArn(demo), buildArn(good, "iam", `policy/${buildName(good, "boundary")}`));
    });

    it("of the backend equal those of core's bucket and key", () => {
        const { layer: _, ...scope } = good;
        assert.deepEqual(buildBackendNames(scope), {
            stateBucket: buildName(good, "state"),
            keyAlias: `alias/${buildName(good, "key")}`,
        });
    });
});
