import type { Place } from "../piece";
import { aclLine } from "./broker";
import { liveBroker } from "./live-broker";

/** Everything the broker holds but the messages: to show that nothing is left behind, compare two of these. */
export async function dumpKafka({ ports, secrets }: Place): Promise<Record<string, unknown>> {
    return liveBroker(ports.kafka ?? 0, secrets.brokerPassword).asAdmin(async (session) => {
        const topics: Record<string, unknown> = {};
        for (const { name, partitions, internal } of await session.topics()) {
            const configs = (await session.configs(name)).filter(({ source }) => source === "DYNAMIC_TOPIC_CONFIG");
            topics[name] = { partitions, internal, configs: Object.fromEntries(configs.map((c) => [c.name, c.value])) };
        }
        return {
            topics,
            acls: (await session.acls()).map(aclLine).sort(),
            users: await session.users(),
            groups: await session.groups(),
        };
    });
}
