import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { footguns } from "../../policy-pack/catalogue";

/** Every type token that `@pulumi/aws` itself gives to the class of this token: its own and those it came from. */
function tokensOf(token: string): string[] {
    const [, module] = token.split(":") as [string, string];
    const code = readFileSync(require.resolve(`@pulumi/aws/${module}`), "utf8");
    const own = /__pulumiType = '([^']+)'/.exec(code)?.[1] as string;
    return [own, ...[...code.matchAll(/type: "(aws:[^"]+)"/g)].map(([, alias]) => alias as string)];
}
const isDeclared = (token: string) => {
    try {
        require.resolve(`@pulumi/aws/${token.split(":")[1]}`);
        return true;
    } catch {
        return false;
    }
};

describe("the catalogue", () => {
    it("has the first family", () => {
        assert.deepEqual(
            footguns.map(({ what }) => what).sort(),
            [
                "a NAT gateway",
                "a classic load balancer",
                "a load balancer",
                "a spot fleet request",
                "an ECS service on Fargate",
                "an EC2 fleet",
                "an EKS node group",
                "an auto scaling group",
            ].sort(),
        );
    });
    for (const { what, types, monthly, usage, source, date, instead, actions } of footguns) {
        it(`knows every type token of ${what}, and no other`, () => {
            const known = types.filter(isDeclared).flatMap(tokensOf);
            assert.deepEqual([...types].sort(), [...new Set(known)].sort());
        });
        it(`says what ${what} costs, from where and when, and what to use instead`, () => {
            assert.ok([...monthly, ...usage].length > 0);
            for (const { usd, each } of [...monthly, ...usage]) assert.ok(usd > 0 && each.length > 0);
            assert.match(source, /^infracost \w+$/);
            assert.match(date, /^\d{4}-\d{2}-\d{2}$/);
            assert.match(instead, /\w$/);
            for (const action of actions) assert.match(action, /^[a-z0-9]+:[A-Z]\w+$/);
            assert.ok(actions.length > 0);
        });
    }
    it("names no type twice", () => {
        const types = footguns.flatMap((row) => row.types);
        assert.deepEqual([...new Set(types)], types);
    });
});
