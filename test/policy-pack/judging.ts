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
    /** What its provider tags all it makes with, as that is configured. */
    defaultTags?: unknown;
    /** For stack policies: what the `bucket` property, for one, was made from. */
    dependsOn?: Record<string, Declared[]>;
}

class NotApplicable extends Error {}
const notApplicable = (): never => {
    throw new NotApplicable();
};

/** A message, or what is printed without denying anything: marked by how it begins. */
const heard = (said: unknown) => {
    const { enforcementLevel, message } = said as { enforcementLevel: string; message: string };
    return typeof said === "string" ? said : `${enforcementLevel}: ${message}`;
};

/** What a resource policy says of one resource, judged as the SDK does it; config as the engine does: defaults first. */
export async function verdictOn(
    { validateResource, configSchema }: ResourceValidationPolicy,
    declared: Declared,
    config: object = {},
): Promise<string[] | "not applicable"> {
    const said: string[] = [];
    const args = argumentsFor(declared, configSchema, config);
    return ifApplicable(async () => {
        await (validateResource as ResourceValidation)(args, (message) => said.push(heard(message)));
        return said;
    });
}

/** What a resource's properties become before they are judged; undefined where they stay. */
export async function mendedBy(
    { remediateResource, configSchema }: ResourceValidationPolicy,
    declared: Declared,
    config: object = {},
): Promise<unknown> {
    return ifApplicable(() => remediateResource?.(argumentsFor(declared, configSchema, config)));
}

const argumentsFor = (declared: Declared, schema: ResourceValidationPolicy["configSchema"], config: object) => ({
    ...asPolicySees(declared),
    stackTags: new Map(),
    getConfig: <T>() => ({ ...defaultsOf(schema), ...config }) as T,
    notApplicable,
});

async function ifApplicable<T>(judge: () => T): Promise<Awaited<T> | "not applicable"> {
    try {
        return await judge();
    } catch (error) {
        if (error instanceof NotApplicable) return "not applicable";
        throw error;
    }
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
    defaultTags,
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
        ...(custom && {
            provider: {
                type: "pulumi:providers:aws",
                name: "aws",
                urn: "",
                props: unknownCheckingProxy({ defaultTags }),
            },
        }),
    };
    return resource;
}

const defaultsOf = (schema: ResourceValidationPolicy["configSchema"]) =>
    Object.fromEntries(Object.entries(schema?.properties ?? {}).map(([key, property]) => [key, property.default]));
