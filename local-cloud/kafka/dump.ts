import type { LocalCloud } from "../local-service";
import { formatAcl } from "./broker";
import { createBroker } from "./broker-client";

/** Everything a broker holds except records; compare two dumps to see what was left behind. */
export async function dumpKafka(cloud: LocalCloud, port: number): Promise<Record<string, unknown>> {
    return createBroker(cloud, port).runAsAdmin(async (session) => {
        const topics: Record<string, unknown> = {};
        for (const { name, partitions, internal } of await session.listTopics()) {
            const configs = (await session.describeConfigs(name)).filter(
                ({ source }) => source === "DYNAMIC_TOPIC_CONFIG",
            );
            topics[name] = { partitions, internal, configs: Object.fromEntries(configs.map((c) => [c.name, c.value])) };
        }
        return {
            topics,
            acls: (await session.describeAcls()).map(formatAcl).sort(),
            groups: await session.listGroups(),
        };
    });
}
