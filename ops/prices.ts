import { footguns, kept, type Priced, pricesOf } from "../policy-pack/catalogue";
import type { Layer } from "./environment";

/** What of a layer is on the bill. */
const billed: Record<Layer, readonly Priced[]> = {
    core: [kept.keys],
    kafka: [kept.basicCluster, kept.secrets],
    demo: [...footguns.filter(({ types }) => types.includes("aws:ecs/service:Service")), kept.publicAddress],
};

/** What will cost what, a line each. */
export function priceLines(): string[] {
    const rows = Object.entries(billed).flatMap(([layer, priced]) =>
        priced.map((each) => `  ${layer.padEnd(5)}  ${each.what}: ${pricesOf(each)}`),
    );
    return [
        "What will cost what, in us-east-1; Fargate's prices are on demand, and Spot is less:",
        ...rows,
        "  S3 storage, logs and traffic come to cents. core and kafka cost this as long as they live, demo only while it is up.",
    ];
}
