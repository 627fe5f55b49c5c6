import { costlyResources, formatPrices, kept, type PriceRow } from "../../policy-pack/catalogue";
import type { Layer } from "../environment";

/** What of a layer is on the bill. */
const pricedItems: Record<Layer, readonly PriceRow[]> = {
    core: [kept.kmsKeys],
    kafka: [kept.basicKafkaCluster, kept.managedSecrets],
    demo: [...costlyResources.filter(({ types }) => types.includes("aws:ecs/service:Service")), kept.publicAddress],
};

/** What will cost what, a line each. */
export function formatPriceList(): string[] {
    const rows = Object.entries(pricedItems).flatMap(([layer, priced]) =>
        priced.map((each) => `  ${layer.padEnd(5)}  ${each.label}: ${formatPrices(each)}`),
    );
    return [
        "What will cost what, in us-east-1; Fargate's prices are on demand, and Spot is less:",
        ...rows,
        "  S3 storage, logs and traffic come to cents. core and kafka cost this as long as they live, demo only while it is up.",
    ];
}
