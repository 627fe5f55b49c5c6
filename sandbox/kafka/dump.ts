import type { Place } from "../piece";
import { aclLine } from "./broker";
import { brokerAt } from "./live-broker";

/** Everything a broker holds but the messages: to show that nothing is left behind, compare two of these. */
export async function dumpKafka(place: Place, port: number): Promise<Record<string, unknown>> {
    return brokerAt(place, port).asAdmin(async (session) => {
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
