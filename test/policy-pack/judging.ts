import {
    type PolicyResource,
    type PolicyResourceOptions,
    type ResourceValidation,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
    unknownCheckingProxy,
} from "@pulumi/policy";
import { runtime } from "@pulumi/pulumi";

/** What a property holds in a preview when its value is not known yet. */
export const unknown = runtime.unknownValue;

export interface Declared {
    type: string;
    name?: string;
    project?: string;
    props?: object;
    /** What the provider fills in, which the program left out: only stack policies see it. */
    computed?: object;
    protect?: boolean;
    /** Whether a provider makes it: it is no component. @default true */
    custom?: boolean;
    /** For stack policies: what the `bucket` property, for one, was made from. */
    dependsOn?: Record<string, Declared[]>;
}

class NotApplicable extends Error {}
const notApplicable = (): never => {
    throw new NotApplicable();
};

/** A message, or what is printed without denying anything: marked by how it begins. */
const heard = (message: unknown) =>
    typeof message === "string" ? message : `advisory: ${(message as { message: string }).message}`;

/** What a resource policy says of one resource, judged as the SDK does it; config as the engine does: defaults first. */
export async function verdictOn(
    { validateResource, configSchema }: ResourceValidationPolicy,
    declared: Declared,
    config: object = {},
): Promise<string[] | "not applicable"> {
    const said: string[] = [];
    const args = {
        ...asPolicySees(declared),
        stackTags: new Map(),
        getConfig: <T>() => ({ ...defaultsOf(configSchema), ...config }) as T,
        notApplicable,
    };
    try {
        await (validateResource as ResourceValidation)(args, (message) => said.push(heard(message)));
    } catch (error) {
        if (error instanceof NotApplicable) return "not applicable";
        throw error;
    }
    return said;
}

/** What a stack policy says of a stack: the message per resource name. */
export async function verdictsOn(
    policy: StackValidationPolicy,
    stack: Declared[],
    config: object = {},
): Promise<Record<string, string[]>> {
    const said: Record<string, string[]> = {};
    const seen = new Map(
        stack.map((declared) => {
            const { props, computed } = declared;
            const resource = asPolicySees({ ...declared, props: { ...props, ...computed } });
            // As the engine has it: what was declared, even if it was made from nothing.
            for (const name of Object.keys(props ?? {})) resource.propertyDependencies[name] = [];
            return [declared, resource];
        }),
    );
    for (const [{ dependsOn = {} }, resource] of seen) {
        for (const [property, on] of Object.entries(dependsOn)) {
            resource.propertyDependencies[property] = on.map((one) => seen.get(one) as PolicyResource);
        }
    }
    await policy.validateStack(
        {
            resources: [...seen.values()],
            stackTags: new Map(),
            getConfig: <T>() => ({ ...defaultsOf(policy.configSchema), ...config }) as T,
            notApplicable,
        },
        (message, urn = "") => {
            const name = urn.split("::").pop() as string;
            said[name] = [...(said[name] ?? []), heard(message)];
        },
    );
    return said;
}

function asPolicySees({
    type,
    name = "it",
    project = "devmin-core",
    props = {},
    protect = false,
    custom = true,
}: Declared) {
    const opts: PolicyResourceOptions = {
        protect,
        ignoreChanges: [],
        aliases: [],
        additionalSecretOutputs: [],
        customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    };
    const resource: PolicyResource & { asType: never } = {
        type,
        name,
        urn: `urn:pulumi:local::${project}::${type}::${name}`,
        props: unknownCheckingProxy(structuredClone(props)),
        opts,
        dependencies: [],
        propertyDependencies: {},
        isType: (resourceClass) => (resourceClass as { __pulumiType?: string }).__pulumiType === type,
        asType: notApplicable as never,
        ...(custom && { provider: { type: "pulumi:providers:aws", name: "aws", urn: "", props: {} } }),
    };
    return resource;
}

const defaultsOf = (schema: ResourceValidationPolicy["configSchema"]) =>
    Object.fromEntries(Object.entries(schema?.properties ?? {}).map(([key, property]) => [key, property.default]));
