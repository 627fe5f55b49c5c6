import { isDeepStrictEqual } from "node:util";
import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { requiredTagKeys as names } from "../../catalogue/tags";
import { forType, remediateForType } from "../../runtime/catch-unknown";
import { findLayer, parseStack, projectsSetting } from "../../runtime/layers";
import { formatValue } from "../../runtime/violation-message";

type Tags = Readonly<Record<string, unknown>>;
type Props = Record<string, unknown>;

/** Resources that AWS creates for a resource do not get the provider's default tags: the property that passes tags on, and its expected value. */
const tagPropagation: Record<string, { property: string; toExpected(given: unknown, tags: Tags): unknown }> = {
    // Its tasks, and their network interfaces.
    "aws:ecs/service:Service": {
        property: "propagateTags",
        toExpected: (given) => (given === "TASK_DEFINITION" ? given : "SERVICE"),
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {
        property: "tagSpecifications",
        toExpected(given, tags) {
            const declared = toObjects<{ resourceType?: unknown; tags?: Tags }>(given);
            const resourceTypes = ["instance", "volume", "network-interface"];
            return [
                ...declared.filter(({ resourceType }) => !resourceTypes.includes(String(resourceType))),
                ...resourceTypes.map((resourceType) => ({
                    resourceType,
                    tags: { ...tags, ...declared.find((each) => each.resourceType === resourceType)?.tags },
                })),
            ];
        },
    },
    "aws:autoscaling/group:Group": {
        property: "tags",
        toExpected(given, tags) {
            const declared = toObjects<{ key?: unknown }>(given);
            const missing = Object.entries(tags).filter(([name]) => !declared.some(({ key }) => key === name));
            return [...declared, ...missing.map(([key, value]) => ({ key, value, propagateAtLaunch: true }))];
        },
    },
};

/** Nobody dares to delete a resource whose owner is unknown. Confluent Cloud has no tags. */
export const requiredTags: ResourceValidationPolicy = {
    name: "required-tags",
    description:
        "Every AWS resource of a layer, and the resources that AWS creates for it, must have the tags owner, layer and stack.",
    enforcementLevel: "remediate",
    tags: ["layers"],
    configSchema: { properties: projectsSetting },
    remediateResource: remediateForType<Props>(Object.keys(tagPropagation), (props, args) => {
        const fix = findLayer(args.urn, args.getConfig) && findPropagationFix(props, args);
        return fix && Object.assign(props, fix);
    }),
    validateResource: forType<Props>("all", (props, args, report) => {
        const layer = findLayer(args.urn, args.getConfig);
        if (!layer || !args.provider || !args.type.startsWith("aws:")) return;
        const expectedTags: Tags = { [names.layer]: layer, [names.stack]: parseStack(args.urn) };
        const tags: Tags = { ...getDefaultTags(args), ...toObject(props.tagsAll), ...toObject(props.tags) };
        const wrongTags = Object.values(names).filter(
            (name) => !tags[name] || tags[name] !== (expectedTags[name] ?? tags[name]),
        );
        if (wrongTags.length) {
            const given = wrongTags.map((name) => `${name} is ${formatValue(tags[name])}`).join(", ");
            report(`${given}; declare it with the provider of ${layer} (lib/aws-provider.ts), which sets these tags.`);
        }
        for (const property of Object.keys(findPropagationFix(props, args) ?? {})) {
            report(`resources that AWS creates for it get no tags; set ${property}.`);
        }
    }),
};

/** The corrected property that passes the tags on; undefined when it is correct or there is none. */
function findPropagationFix(props: Props, args: ResourceValidationArgs): Props | undefined {
    const propagation = tagPropagation[args.type];
    if (!propagation) return undefined;
    const { property, toExpected } = propagation;
    const given = toPlainValue(props[property]);
    const expected = toExpected(given, getDefaultTags(args));
    return isDeepStrictEqual(expected, given) ? undefined : { [property]: expected };
}

/** A value without the proxies of the policy SDK: from Node 22 on, isDeepStrictEqual treats a proxy as equal to itself only. */
const toPlainValue = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/**
 * The default tags of a resource's provider. The official provider shows them to policies in `tagsAll`, and for some types
 * only; the offline provider adds them to `tags`. The provider's configuration is the same with both.
 */
function getDefaultTags({ provider }: ResourceValidationArgs): Tags {
    const given = provider?.props.defaultTags; // a provider has values that are not strings as JSON
    return toObject(toObject(typeof given === "string" ? JSON.parse(given) : given).tags);
}

const toObject = (value: unknown): Tags =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Tags) : {};

/** One or many, as the provider accepts them. */
const toObjects = <T extends object>(value: unknown) => [value].flat().filter((each) => toObject(each) === each) as T[];
