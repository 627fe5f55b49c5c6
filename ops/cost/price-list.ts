import { costlyResources, formatPrices, kept, type PriceRow } from "../../policy-pack/catalogue";
import type { Layer } from "../environment";

/** The resources of each layer that are on the bill. */
const pricedItems: Record<Layer, readonly PriceRow[]> = {
    core: [kept.kmsKeys],
    kafka: [kept.basicKafkaCluster, kept.managedSecrets],
    demo: [...costlyResources.filter(({ types }) => types.includes("aws:ecs/service:Service")), kept.publicAddress],
};

/** The prices of what each layer creates, one line each. */
export function formatPriceList(): string[] {
    const rows = Object.entries(pricedItems).flatMap(([layer, priced]) =>
        priced.map((each) => `  ${layer.padEnd(5)}  ${each.label}: ${formatPrices(each)}`),
    );
    return [
        "Prices in us-east-1; Fargate on demand, Spot costs less:",
        ...rows,
        "  S3 storage, logs and traffic cost cents. core and kafka are persistent and cost this continuously, demo only while it is up.",
    ];
}
