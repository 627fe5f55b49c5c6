import type { Props, ProviderDefinition, ResourceType } from "../../../local-cloud/providers/resource-type";

/** A cloud of one kind of thing, kept in memory, under a token that the official SDK declares. */
export interface SmallCloud {
    resources: Record<string, Props>;
    logged: string[];
    defaultTags?: Record<string, string>;
}

export const urn = "urn:pulumi:local::p::aws:iam/role:Role::worker";
export const unknownUrn = "urn:pulumi:local::p::aws:ec2/natGateway:NatGateway::nat";

const role: ResourceType<SmallCloud> = {
    replaceOnChanges: ["name", "path"],
    updatable: ["assumeRolePolicy", "description", "forceDetachPolicies", "tags"],
    replaceUnless: { path: "forceDetachPolicies" },
    autoname: { property: "name", maxLength: 20 },
    defaults: { path: "/", forceDetachPolicies: false },
    jsonInputs: ["assumeRolePolicy"],
    computed: ["permissionsBoundary"],
    volatileOutputs: ["uniqueId"],
    async create({ resources }, inputs) {
        resources[inputs.name as string] = { ...inputs };
        return { id: inputs.name as string, createDate: "today" };
    },
    async update({ resources }, id, inputs) {
        resources[id] = { ...inputs };
    },
    async finalize({ resources }, id, inputs) {
        if (inputs.description === "breaks") throw new Error("it would not settle.");
        Object.assign(resources[id] ?? {}, { settled: true });
    },
    async read({ resources }, id) {
        const seen = resources[id];
        const { name, path, assumeRolePolicy, description, tags } = seen ?? {};
        return seen && { name, path, assumeRolePolicy, description, tags, arn: `arn:${id}` };
    },
    async delete({ resources }, id) {
        if (!resources[id]) throw Object.assign(new Error("no such thing"), { name: "NoSuchEntity" });
        delete resources[id];
    },
};

export function createSmallProvider(cloud: SmallCloud): ProviderDefinition<SmallCloud> {
    return {
        name: "aws",
        listTypes: () => ({ "iam/role:Role": role }),
        configure: () => cloud,
        getSourceFile: () => "small/ec2.ts",
        findType: (token) => (token === "aws:iam/role:Role" ? role : undefined),
        findFunction: () => undefined,
        isAccountRestricted: () => false,
        assertAccountAllowed: async () => {},
        scopeToResource: (whole) => whole,
        fillInputs: ({ defaultTags }, inputs) => ({ ...inputs, tags: { ...defaultTags, ...(inputs.tags as object) } }),
        deriveOutputs: (_cloud, state) => ({ ...state, tagsAll: state.tags }),
        isNotFound: (error) => (error as Error).name === "NoSuchEntity",
        getEndpoint: () => "http://127.0.0.1:1",
        remedy: "start it",
    };
}
