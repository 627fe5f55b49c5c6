import type { Place } from "../piece";
import { aclLine } from "./broker";
import { brokerIn } from "./live-broker";

/** Everything the broker holds but the messages: to show that nothing is left behind, compare two of these. */
export async function dumpKafka(place: Place): Promise<Record<string, unknown>> {
    return brokerIn(place).asAdmin(async (session) => {
        const topics: Record<string, unknown> = {};
        for (const { name, partitions, internal } of await session.topics()) {
            const configs = (await session.configs(name)).filter(({ source }) => source === "DYNAMIC_TOPIC_CONFIG");
            topics[name] = { partitions, internal, configs: Object.fromEntries(configs.map((c) => [c.name, c.value])) };
        }
        return {
            topics,
            acls: (await session.acls()).map(aclLine).sort(),
            groups: await session.groups(),
        };
    });
}
