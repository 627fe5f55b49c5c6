import { isDeepStrictEqual } from "node:util";
import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { requiredTags as names } from "../catalogue/tags";
import { asGiven } from "../deny";
import { forType, mending } from "../fail-closed";
import { layerOf, ofLayers, stackIn } from "../projects";

type Tags = Readonly<Record<string, unknown>>;
type Props = Record<string, unknown>;

/** What AWS makes for a resource gets none of the provider's default tags: by which property it does, and how that is right. */
const passedOn: Record<string, { property: string; right(given: unknown, tags: Tags): unknown }> = {
    // Its tasks, and their network interfaces.
    "aws:ecs/service:Service": {
        property: "propagateTags",
        right: (given) => (given === "TASK_DEFINITION" ? given : "SERVICE"),
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {
        property: "tagSpecifications",
        right(given, tags) {
            const own = objectsIn<{ resourceType?: unknown; tags?: Tags }>(given);
            const made = ["instance", "volume", "network-interface"];
            return [
                ...own.filter(({ resourceType }) => !made.includes(String(resourceType))),
                ...made.map((resourceType) => ({
                    resourceType,
                    tags: { ...tags, ...own.find((each) => each.resourceType === resourceType)?.tags },
                })),
            ];
        },
    },
    "aws:autoscaling/group:Group": {
        property: "tags",
        right(given, tags) {
            const own = objectsIn<{ key?: unknown }>(given);
            const missing = Object.entries(tags).filter(([name]) => !own.some(({ key }) => key === name));
            return [...own, ...missing.map(([key, value]) => ({ key, value, propagateAtLaunch: true }))];
        },
    },
};

/** A thing in the account nobody knows the owner of is a thing nobody dares to delete. */
export const requiredTags: ResourceValidationPolicy = {
    name: "required-tags",
    description:
        "All that a layer has on AWS is tagged with its owner, layer and stack, and so is what AWS makes for it; Confluent Cloud has no tags.",
    enforcementLevel: "remediate",
    tags: ["layers"],
    configSchema: { properties: ofLayers },
    remediateResource: mending<Props>(Object.keys(passedOn), (props, args) => {
        const better = layerOf(args.urn, args.getConfig) && onward(props, args);
        return better && Object.assign(props, better);
    }),
    validateResource: forType<Props>("all", (props, args, report) => {
        const layer = layerOf(args.urn, args.getConfig);
        if (!layer || !args.provider || !args.type.startsWith("aws:")) return;
        const may: Tags = { [names.layer]: layer, [names.stack]: stackIn(args.urn) };
        const tags: Tags = { ...defaultTagsOf(args), ...objectIn(props.tagsAll), ...objectIn(props.tags) };
        const wrong = Object.values(names).filter((name) => !tags[name] || tags[name] !== (may[name] ?? tags[name]));
        if (wrong.length) {
            const given = wrong.map((name) => `${name} is ${asGiven(tags[name])}`).join(", ");
            report(
                `${given}; declare it with the provider of ${layer} (lib/providers.ts), and leave these tags to that.`,
            );
        }
        for (const property of Object.keys(onward(props, args) ?? {})) {
            report(`what AWS makes for it bears no tags; set ${property}.`);
        }
    }),
};

/** The property that passes the tags on, as it must be; undefined where that is how it is, or where there is none. */
function onward(props: Props, args: ResourceValidationArgs): Props | undefined {
    const way = passedOn[args.type];
    if (!way) return undefined;
    const { property, right } = way;
    const given = plain(props[property]);
    const better = right(given, defaultTagsOf(args));
    return isDeepStrictEqual(better, given) ? undefined : { [property]: better };
}

/** A value without the proxies that a policy is given it in: from Node 22 on these are like nothing but themselves. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/**
 * What its provider tags all it makes with. The official provider tells policies of it in `tagsAll`, and only for some of its
 * types; our stand-in writes it into `tags`. The provider's own configuration is the same with both.
 */
function defaultTagsOf({ provider }: ResourceValidationArgs): Tags {
    const given = provider?.props.defaultTags; // a provider takes what is no text as JSON
    return objectIn(objectIn(typeof given === "string" ? JSON.parse(given) : given).tags);
}

const objectIn = (value: unknown): Tags =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Tags) : {};

/** One or many, as the provider takes them. */
const objectsIn = <T extends object>(value: unknown) => [value].flat().filter((each) => objectIn(each) === each) as T[];
