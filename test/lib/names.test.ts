import assert from "node:assert/strict";
import { arnIn, backendNames, boundaryArnOf, nameIn, namesIn, type Place, roleArnOf } from "../../lib/names";

const good: Place = { layer: "core", stack: "dev", account: "123456789012", region: "eu-central-1" };

describe("names", () => {
    it("say layer, stack, noun, account and region", () => {
        assert.equal(nameIn(good, "state"), "devmin-core-dev-state-123456789012-eu-central-1");
    });

    const others: Partial<Place>[] = [
        { layer: "demo" },
        { stack: "alice" },
        { account: "210987654321" },
        { region: "us-east-1" },
    ];
    for (const other of others) {
        it(`are others for another ${Object.keys(other)[0]}`, () => {
            assert.notEqual(nameIn({ ...good, ...other }, "state"), nameIn(good, "state"));
        });
    }

    it("that are too long are refused with the room a stack's name has", () => {
        const stack = "astackthathasquitealongnametoo";
        assert.throws(() => nameIn({ ...good, stack }, "state"), {
            message: /has 74 characters, 63 are allowed; give the stack a name of at most 19 characters/,
        });
    });

    it("with characters AWS does not take are refused", () => {
        assert.throws(() => nameIn({ ...good, stack: "Dev" }, "state"), {
            message: /devmin-core-Dev-state.* lower-case letters, digits and hyphens/,
        });
    });

    it("make ARNs, of buckets without region and account", () => {
        assert.equal(arnIn(good, "s3", "a-bucket"), "arn:aws:s3:::a-bucket");
        assert.equal(arnIn(good, "ecs", "*"), "arn:aws:ecs:eu-central-1:123456789012:*");
        assert.equal(arnIn(good, "iam", "role/it"), "arn:aws:iam::123456789012:role/it");
    });

    it("of a stack with a hyphen are refused, as they would begin like those of another", () => {
        assert.throws(() => nameIn({ ...good, stack: "dev-2" }, "state"), {
            message: /^the stack's name dev-2 has a hyphen: give it another one/,
        });
    });

    it("of one place all begin in a way that those of no other do", () => {
        assert.equal(namesIn(good), "devmin-core-dev-*");
        const others = ["dev2", "devx", "alice"].map((stack) => nameIn({ ...good, stack }, "state"));
        assert.ok(nameIn(good, "state").startsWith("devmin-core-dev-"));
        assert.deepEqual(
            others.filter((name) => name.startsWith("devmin-core-dev-")),
            [],
        );
    });

    it("of roles and their boundary are core's, whoever asks", () => {
        const demo = { ...good, layer: "demo" };
        assert.equal(roleArnOf(demo, "auditor"), arnIn(good, "iam", `role/${nameIn(good, "auditor")}`));
        assert.equal(boundaryArnOf(demo), arnIn(good, "iam", `policy/${nameIn(good, "boundary")}`));
    });

    it("of the backend are those core gives its bucket and key", () => {
        const { layer: _, ...place } = good;
        assert.deepEqual(backendNames(place), {
            stateBucket: nameIn(good, "state"),
            keyAlias: `alias/${nameIn(good, "key")}`,
        });
    });
});
