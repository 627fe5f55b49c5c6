import type { Package, Props, ResourceType } from "../../../sandbox/providers/resource-type";

/** A cloud of one kind of thing, kept in memory, under a token that the official SDK declares. */
export interface SmallCloud {
    things: Record<string, Props>;
    said: string[];
    defaultTags?: Record<string, string>;
}

export const urn = "urn:pulumi:local::p::aws:iam/role:Role::worker";
export const unknownUrn = "urn:pulumi:local::p::aws:ec2/natGateway:NatGateway::nat";

const role: ResourceType<SmallCloud> = {
    fixed: ["name", "path"],
    changeable: ["assumeRolePolicy", "description", "forceDetachPolicies", "tags"],
    name: { property: "name", max: 20 },
    defaults: { path: "/", forceDetachPolicies: false },
    json: ["assumeRolePolicy"],
    computed: ["permissionsBoundary"],
    volatile: ["uniqueId"],
    async create({ things }, inputs) {
        things[inputs.name as string] = { ...inputs };
        return { id: inputs.name as string, createDate: "today" };
    },
    async update({ things }, id, inputs) {
        things[id] = { ...inputs };
    },
    async settle({ things }, id, inputs) {
        if (inputs.description === "breaks") throw new Error("it would not settle.");
        Object.assign(things[id] ?? {}, { settled: true });
    },
    async read({ things }, id) {
        const seen = things[id];
        const { name, path, assumeRolePolicy, description, tags } = seen ?? {};
        return seen && { name, path, assumeRolePolicy, description, tags, arn: `arn:${id}` };
    },
    async delete({ things }, id) {
        if (!things[id]) throw Object.assign(new Error("no such thing"), { name: "NoSuchEntity" });
        delete things[id];
    },
};

export function smallPackage(cloud: SmallCloud): Package<SmallCloud> {
    return {
        name: "aws",
        types: () => ({ "iam/role:Role": role }),
        configure: () => cloud,
        fileOf: () => "small/ec2.ts",
        typeOf: (token) => (token === "aws:iam/role:Role" ? role : undefined),
        functionOf: () => undefined,
        isPinned: () => false,
        admit: async () => {},
        scope: (whole) => whole,
        fill: ({ defaultTags }, inputs) => ({ ...inputs, tags: { ...defaultTags, ...(inputs.tags as object) } }),
        derive: (_cloud, state) => ({ ...state, tagsAll: state.tags }),
        gone: (error) => (error as Error).name === "NoSuchEntity",
        endpoint: () => "http://127.0.0.1:1",
        remedy: "start it",
    };
}
