import assert from "node:assert/strict";
import { type Deployment, type PendingCreate, resolvePendingCreates } from "../../../ops/recovery/pending-creates";

const env = { account: "123456789012", region: "eu-central-1" };
const urn = (name: string) => `urn:pulumi:dev::devmin-demo::some:Type::${name}`;
const dependencies = { provider: `${urn("aws")}::an-id`, parent: urn("there") };
const creating = (type: string, inputs: Record<string, string>, more: Partial<PendingCreate> = {}) => ({
    type: "creating",
    resource: { ...dependencies, urn: urn("it"), type, custom: true, inputs, ...more },
});
const stateWith = (...pending_operations: Deployment["pending_operations"] & object): Deployment => ({
    resources: [{ urn: urn("aws"), id: "its-id" }, { urn: urn("there") }],
    pending_operations,
});

describe("pending creates", () => {
    const named: [string, Record<string, string>, string][] = [
        ["aws:s3/bucket:Bucket", { bucket: "state" }, "state"],
        ["aws:iam/role:Role", { name: "pulse" }, "pulse"],
        ["aws:iam/policy:Policy", { name: "boundary" }, "arn:aws:iam::123456789012:policy/boundary"],
        [
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
            { url: "https://token.actions.example" },
            "arn:aws:iam::123456789012:oidc-provider/token.actions.example",
        ],
        ["aws:cloudwatch/logGroup:LogGroup", { name: "pulse" }, "pulse"],
        ["aws:kms/alias:Alias", { name: "alias/key" }, "alias/key"],
        ["aws:budgets/budget:Budget", { name: "budget" }, "123456789012:budget"],
        ["aws:cloudtrail/trail:Trail", { name: "trail" }, "arn:aws:cloudtrail:eu-central-1:123456789012:trail/trail"],
        ["aws:scheduler/schedule:Schedule", { name: "pulse", groupName: "default" }, "default/pulse"],
        [
            "aws:ecs/service:Service",
            { name: "pulse", cluster: "arn:aws:ecs:eu-central-1:123456789012:cluster/demo" },
            "arn:aws:ecs:eu-central-1:123456789012:service/demo/pulse",
        ],
    ];
    for (const [type, inputs, id] of named) {
        it(`add a ${type.split(":").at(-1)} to the state under the id that it must have`, () => {
            const { deployment, unresolved } = resolvePendingCreates(stateWith(creating(type, inputs)), env);
            assert.deepEqual(deployment.resources.slice(2), [
                {
                    ...dependencies,
                    urn: urn("it"),
                    type,
                    custom: true,
                    inputs,
                    id,
                    outputs: inputs,
                    provider: `${urn("aws")}::its-id`,
                },
            ]);
            assert.deepEqual(deployment.pending_operations, []);
            assert.deepEqual(unresolved, []);
        });
    }

    it("report what can be found only by hand", () => {
        const definition = creating("aws:ecs/taskDefinition:TaskDefinition", { family: "pulse" });
        const { adopted, unresolved } = resolvePendingCreates(stateWith(definition), env);
        assert.deepEqual(adopted, []);
        assert.deepEqual(unresolved, [
            { urn: urn("it"), type: "aws:ecs/taskDefinition:TaskDefinition", candidates: [] },
        ]);
    });

    const vpc = creating("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" });
    const stray = { type: "aws:ec2/vpc:Vpc", id: "vpc-1" };

    it("adopt a resource with a generated id when only one has the tags", () => {
        const { adopted, unresolved } = resolvePendingCreates(stateWith(vpc), env, [
            stray,
            { type: "aws:ec2/subnet:Subnet", id: "subnet-1" },
        ]);
        assert.deepEqual([adopted.map(({ id }) => id), unresolved], [["vpc-1"], []]);
    });

    it("adopt a budget's action, or drop it when the budget has none", () => {
        const type = "aws:budgets/budgetAction:BudgetAction";
        const action = { type, id: "123456789012:an-id:budget" };
        const pending = stateWith(creating(type, { budgetName: "budget" }));
        assert.deepEqual(
            resolvePendingCreates(pending, env, [action]).adopted.map(({ id }) => id),
            [action.id],
        );
        const { adopted, unresolved } = resolvePendingCreates(pending, env);
        assert.deepEqual([adopted, unresolved], [[], []]);
    });

    it("drop a resource that no tag finds, or that the state has already", () => {
        for (const tagged of [[], [{ ...stray, id: "its-id" }]]) {
            const { adopted, unresolved } = resolvePendingCreates(stateWith(vpc), env, tagged);
            assert.deepEqual([adopted, unresolved], [[], []]);
        }
    });

    it("report the candidates when there are several, in the cloud or in the state", () => {
        const two = [stray, { ...stray, id: "vpc-2" }];
        const more = creating("aws:ec2/vpc:Vpc", {}, { urn: urn("other") });
        for (const [state, tagged] of [
            [stateWith(vpc), two],
            [stateWith(vpc, more), two],
        ] as const) {
            const { adopted, unresolved } = resolvePendingCreates(state, env, tagged);
            assert.deepEqual(adopted, []);
            for (const { candidates } of unresolved) assert.deepEqual(candidates, ["vpc-1", "vpc-2"]);
        }
        assert.deepEqual(resolvePendingCreates(stateWith(vpc, more), env, [stray]).adopted, []);
    });

    it("distinguish two resources of a type by their names", () => {
        const subnet = (name: string) => {
            const operation = creating("aws:ec2/subnet:Subnet", {}, { urn: urn(name) });
            return { ...operation, resource: { ...operation.resource, inputs: { tags: { Name: name } } as never } };
        };
        const tagged = ["b", "a"].map((name) => ({ type: "aws:ec2/subnet:Subnet", id: `subnet-${name}`, name }));
        const { adopted, unresolved } = resolvePendingCreates(stateWith(subnet("a"), subnet("b")), env, tagged);
        assert.deepEqual([adopted.map(({ id }) => id), unresolved], [["subnet-a", "subnet-b"], []]);
    });

    const byName = [
        creating("confluentcloud:index/serviceAccount:ServiceAccount", { displayName: "pulse" }),
        creating("aws:secretsmanager/secret:Secret", { name: "pulse" }),
    ];
    for (const operation of byName) {
        const { type } = operation.resource;
        it(`adopt a ${type.split(":").at(-1)} with the declared name, and none with another name`, () => {
            const theirs = { type, id: "id-1", name: "theirs" };
            const { adopted, unresolved } = resolvePendingCreates(stateWith(operation), env, [
                theirs,
                { type, id: "id-2", name: "pulse" },
            ]);
            assert.deepEqual([adopted.map(({ id }) => id), unresolved], [["id-2"], []]);
            const none = resolvePendingCreates(stateWith(operation), env, [theirs]);
            assert.deepEqual([none.adopted, none.unresolved], [[], []]);
        });
    }

    it("neither adopt nor report an API key, which is looked for among all keys", () => {
        const key = creating("confluentcloud:index/apiKey:ApiKey", { displayName: "pulse" });
        const { adopted, unresolved } = resolvePendingCreates(stateWith(key), env);
        assert.deepEqual([adopted, unresolved], [[], []]);
    });

    for (const missing of ["provider", "parent"]) {
        it(`report a resource whose ${missing} is not in the state either`, () => {
            const orphan = creating("aws:iam/role:Role", { name: "pulse" }, { [missing]: `${urn("lost")}::an-id` });
            const { adopted, unresolved } = resolvePendingCreates(stateWith(orphan), env);
            assert.deepEqual([adopted, unresolved.map(({ type }) => type)], [[], ["aws:iam/role:Role"]]);
        });
    }

    it("adopt a resource of several attempts once, and none that the state has already", () => {
        const role = creating("aws:iam/role:Role", { name: "pulse" });
        assert.equal(resolvePendingCreates(stateWith(role, role), env).adopted.length, 1);
        const known = creating("aws:iam/role:Role", { name: "pulse" }, { urn: urn("there") });
        assert.equal(resolvePendingCreates(stateWith(known), env).adopted.length, 0);
    });

    it("leave a stack without resources as it is", () => {
        assert.deepEqual(resolvePendingCreates({}, env), {
            deployment: { resources: [], pending_operations: [] },
            adopted: [],
            unresolved: [],
        });
    });

    const harmless = [
        [
            "a resource that can be created again without harm",
            creating("aws:iam/rolePolicy:RolePolicy", { name: "permissions" }),
        ],
        ["a component", creating("devmin:demo:Network", {}, { custom: false })],
        ["a provider", creating("pulumi:providers:aws", {})],
        ["an operation other than a creation", { ...creating("aws:ec2/vpc:Vpc", {}), type: "updating" }],
    ] as const;
    for (const [what, operation] of harmless) {
        it(`ignore ${what}`, () => {
            const { deployment, unresolved } = resolvePendingCreates(stateWith(operation), env);
            assert.deepEqual([deployment.resources.length, unresolved], [2, []]);
        });
    }
});
