import { formatChangedResource, listChangedResources } from "../drift/changed-resources";
import { formatUndeclaredResource, listUndeclaredResources } from "../drift/undeclared-resources";
import { type Layer, layerNames } from "../environment";
import type { Check } from "./check";
import { SkippedError } from "./status";

/** Verify needs no Confluent Cloud key for anything else. */
function requireKeys(layer: Layer): void {
    const { CONFLUENT_CLOUD_API_KEY: key, CONFLUENT_CLOUD_API_SECRET: secret } = process.env;
    if (layer === "kafka" && !(key && secret))
        throw new SkippedError("export CONFLUENT_CLOUD_API_KEY and CONFLUENT_CLOUD_API_SECRET to have it checked");
}

/** Whatever the checks of single facts say: the layer is what its last update left, read as its provider reads it. */
const changeChecks = layerNames.map(
    (layer): Check => ({
        claim: `everything in ${layer} is as it was deployed`,
        layers: [layer],
        async findProblems(env, _outputs, { pulumi }) {
            requireKeys(layer);
            const problems = (await listChangedResources(env, pulumi, layer))
                .filter((each) => !isEndedLease(each))
                .flatMap(formatChangedResource);
            return problems.length > 0
                ? [...problems, `pulumi up -C ${layer} --refresh puts back what was changed`]
                : [];
        },
    }),
);

/** A lease that has ended sets a service to no tasks, which costs nothing; the check of services says it. */
const isEndedLease = ({ type, properties }: { type: string; properties: { name: string; current: unknown }[] }) =>
    type === "aws:ecs/service:Service" &&
    properties.length === 1 &&
    properties.every(({ name, current }) => name === "desiredCount" && current === 0);

/** What nobody declared is destroyed by nobody, and may cost or open something. */
const additionChecks = layerNames.map(
    (layer): Check => ({
        claim: `nothing was added to ${layer} by hand`,
        layers: [layer],
        async findProblems(env, _outputs, { aws, pulumi, states }) {
            requireKeys(layer);
            const resources = states[layer]?.resources ?? [];
            return (await listUndeclaredResources({ env, layer, aws, pulumi, resources })).map(
                formatUndeclaredResource,
            );
        },
    }),
);

export const driftChecks: readonly Check[] = [...changeChecks, ...additionChecks];
