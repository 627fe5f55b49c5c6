import { ConfigResourceTypes } from "@platformatic/kafka";
import { readKafkaCredentials, useKafkaAdmin } from "../clients/kafka";
import type { Check } from "./check";

/** Connects as each application, which proves its credentials and permissions, and compares its topics with the declared ones. */
export const topicsCheck: Check = {
    claim: "every application can connect, and the topics are as declared",
    layers: ["kafka"],
    async findProblems(_env, { kafka }, { aws }) {
        const actualTopics = new Map<string, { partitions: number; retentionHours: number }>();
        for (const { secretArn } of Object.values(kafka.applicationAccess)) {
            await useKafkaAdmin(await readKafkaCredentials(aws, secretArn), async (admin) => {
                const names = await admin.listTopics();
                const metadata = await admin.metadata({ topics: names });
                const described = await admin.describeConfigs({
                    resources: names.map((resourceName) => ({
                        resourceType: ConfigResourceTypes.TOPIC,
                        resourceName,
                        configurationKeys: ["retention.ms"],
                    })),
                });
                for (const { resourceName, configs } of described) {
                    const retention = configs.find(({ name }) => name === "retention.ms")?.value;
                    actualTopics.set(resourceName, {
                        partitions: metadata.topics.get(resourceName)?.partitionsCount ?? 0,
                        retentionHours: Number(retention) / 3_600_000,
                    });
                }
            });
        }
        return Object.entries(kafka.declaredTopics).flatMap(([name, declared]) => {
            const actual = actualTopics.get(name);
            if (!actual) return [`no application sees topic ${name}`];
            return (["partitions", "retentionHours"] as const)
                .filter((property) => actual[property] !== declared[property])
                .map(
                    (property) =>
                        `${property} of ${name} is ${actual[property]}, but ${declared[property]} is declared`,
                );
        });
    },
};
