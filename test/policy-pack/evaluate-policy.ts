import {
    type PolicyResource,
    type PolicyResourceOptions,
    type ResourceValidation,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
    unknownCheckingProxy,
} from "@pulumi/policy";
import { runtime } from "@pulumi/pulumi";

/** Pulumi's placeholder for an unknown value in a preview. */
export const previewUnknown = runtime.unknownValue;

export interface PolicyInput {
    type: string;
    name?: string;
    project?: string;
    props?: object;
    /** Properties that the provider sets: only stack policies see them. */
    computed?: object;
    protect?: boolean;
    /** False for a component. @default true */
    custom?: boolean;
    /** The default tags in its provider's configuration. */
    defaultTags?: unknown;
    /** For stack policies: per property, such as `bucket`, the declarations it depends on. */
    dependsOn?: Record<string, PolicyInput[]>;
}

class NotApplicable extends Error {}
const throwNotApplicable = (): never => {
    throw new NotApplicable();
};

/** A message; advisory messages are prefixed with `advisory: `. */
const formatReport = (report: unknown) => {
    const { enforcementLevel, message } = report as { enforcementLevel: string; message: string };
    return typeof report === "string" ? report : `${enforcementLevel}: ${message}`;
};

/** Evaluates a resource policy as the SDK does, with the schema's defaults below `config` as in the engine: its messages. */
export async function evaluateResourcePolicy(
    { validateResource, configSchema }: ResourceValidationPolicy,
    declared: PolicyInput,
    config: object = {},
): Promise<string[] | "not applicable"> {
    const messages: string[] = [];
    const args = buildPolicyArgs(declared, configSchema, config);
    return catchNotApplicable(async () => {
        await (validateResource as ResourceValidation)(args, (message) => messages.push(formatReport(message)));
        return messages;
    });
}

/** Remediates a resource: its new properties, or undefined if they do not change. */
export async function remediate(
    { remediateResource, configSchema }: ResourceValidationPolicy,
    declared: PolicyInput,
    config: object = {},
): Promise<unknown> {
    return catchNotApplicable(() => remediateResource?.(buildPolicyArgs(declared, configSchema, config)));
}

const buildPolicyArgs = (declared: PolicyInput, schema: ResourceValidationPolicy["configSchema"], config: object) => ({
    ...toPolicyResource(declared),
    stackTags: new Map(),
    getConfig: <T>() => ({ ...getConfigDefaults(schema), ...config }) as T,
    notApplicable: throwNotApplicable,
});

async function catchNotApplicable<T>(evaluate: () => T): Promise<Awaited<T> | "not applicable"> {
    try {
        return await evaluate();
    } catch (error) {
        if (error instanceof NotApplicable) return "not applicable";
        throw error;
    }
}

/** Evaluates a stack policy: its messages by resource name, `""` for those about the stack. */
export async function evaluateStackPolicy(
    policy: StackValidationPolicy,
    stack: PolicyInput[],
    config: object = {},
): Promise<Record<string, string[]>> {
    const messages: Record<string, string[]> = {};
    const seen = new Map(
        stack.map((declared) => {
            const { props, computed } = declared;
            const resource = toPolicyResource({ ...declared, props: { ...props, ...computed } });
            // As in the engine: every declared property has an entry, possibly empty.
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
            getConfig: <T>() => ({ ...getConfigDefaults(policy.configSchema), ...config }) as T,
            notApplicable: throwNotApplicable,
        },
        (message, urn = "") => {
            const name = urn.split("::").pop() as string;
            messages[name] = [...(messages[name] ?? []), formatReport(message)];
        },
    );
    return messages;
}

function toPolicyResource({
    type,
    name = "it",
    project = "devmin-core",
    props = {},
    protect = false,
    custom = true,
    defaultTags,
}: PolicyInput) {
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
        asType: throwNotApplicable as never,
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

const getConfigDefaults = (schema: ResourceValidationPolicy["configSchema"]) =>
    Object.fromEntries(Object.entries(schema?.properties ?? {}).map(([key, property]) => [key, property.default]));
