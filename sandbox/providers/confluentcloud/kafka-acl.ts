import type { KafkaAclArgs, KafkaAclState } from "@pulumi/confluentcloud";
import { confluent } from "./cloud";

/** What makes an ACL, in the order of its id and of every request. */
const parts = [
    ["resourceType", "resource_type"],
    ["resourceName", "resource_name"],
    ["patternType", "pattern_type"],
    ["principal", "principal"],
    ["host", "host"],
    ["operation", "operation"],
    ["permission", "permission"],
] as const;

/** `lkc-1/TOPIC#orders#LITERAL#User:sa-1#*#READ#ALLOW` */
function query(id: string): [string, string] {
    const slash = id.indexOf("/");
    const values = id.slice(slash + 1).split("#");
    return [
        id.slice(0, slash),
        `/acls?${new URLSearchParams(Object.fromEntries(parts.map(([, word], at) => [word, values[at] ?? ""])))}`,
    ];
}

export const kafkaAcl = confluent<KafkaAclArgs, KafkaAclState>({
    fixed: ["kafkaCluster", ...parts.map(([ours]) => ours)],
    changeable: ["restEndpoint", "credentials"],
    computed: ["kafkaCluster"],
    async create(cloud, inputs) {
        const body = Object.fromEntries(parts.map(([ours, theirs]) => [theirs, inputs[ours]]));
        await cloud.kafka("POST", cloud.cluster, "/acls", body);
        return { id: `${cloud.cluster}/${parts.map(([ours]) => inputs[ours]).join("#")}` };
    },
    async read(cloud, id) {
        const [cluster, path] = query(id);
        const { data = [] } = (await cloud.kafka<{ data?: Record<string, string>[] }>("GET", cluster, path)) ?? {};
        if (data.length > 1) throw new Error(`${data.length} ACLs answer to ${id}, one was expected.`);
        const [seen] = data;
        if (!seen) return undefined;
        return {
            kafkaCluster: { id: cluster },
            ...Object.fromEntries(parts.map(([ours, theirs]) => [ours, seen[theirs]])),
        };
    },
    async delete(cloud, id) {
        await cloud.kafka("DELETE", ...query(id));
    },
});
