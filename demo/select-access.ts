import { refuse } from "../lib/refusal";
import type { ServiceDefinition } from "./services";

/**
 * The Kafka access of a service's application. Types compare services.ts with this clone's kafka/topics-and-applications.ts; here it
 * is compared with the kafka that is deployed.
 *
 * @param applications Per application its access, as kafka exports it.
 * @param topics By name, the topics that kafka has.
 * @throws Refusal that names the service and what kafka lacks
 */
export function selectAccess<Access>(
    name: string,
    { application, topics: usedTopics }: Pick<ServiceDefinition, "application" | "topics">,
    applications: Readonly<Record<string, Access>>,
    topics: object,
): Access {
    const missing = [
        ...(Object.hasOwn(applications, application) ? [] : [`application ${application}`]),
        ...usedTopics.filter((topic) => !Object.hasOwn(topics, topic)).map((topic) => `topic ${topic}`),
    ];
    if (missing.length > 0) {
        refuse(
            `service ${name} in demo/services.ts uses ${missing.join(", ")}, which the deployed kafka does not have: add it to ` +
                "kafka/topics-and-applications.ts and run ./devmin up kafka, or correct demo/services.ts.",
        );
    }
    return applications[application] as Access;
}
