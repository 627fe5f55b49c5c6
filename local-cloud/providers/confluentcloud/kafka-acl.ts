import type { KafkaAclArgs, KafkaAclState } from "@pulumi/confluentcloud";
import { defineConfluentType } from "./cloud";
import { waitFor } from "./waits";

/** An ACL's fields in the order of its id: Pulumi's name and Kafka REST's. */
const aclFields = [
    ["resourceType", "resource_type"],
    ["resourceName", "resource_name"],
    ["patternType", "pattern_type"],
    ["principal", "principal"],
    ["host", "host"],
    ["operation", "operation"],
    ["permission", "permission"],
] as const;

/** `lkc-1/TOPIC#orders#LITERAL#User:sa-1#*#READ#ALLOW` */
function toAclQuery(id: string): [string, string] {
    const slash = id.indexOf("/");
    const values = id.slice(slash + 1).split("#");
    return [
        id.slice(0, slash),
        `/acls?${new URLSearchParams(Object.fromEntries(aclFields.map(([, word], at) => [word, values[at] ?? ""])))}`,
    ];
}

export const kafkaAcl = defineConfluentType<KafkaAclArgs, KafkaAclState>({
    replaceOnChanges: ["kafkaCluster", ...aclFields.map(([ours]) => ours)],
    updatable: ["restEndpoint", "credentials"],
    computed: ["kafkaCluster"],
    async create(cloud, inputs) {
        const body = Object.fromEntries(aclFields.map(([ours, theirs]) => [theirs, inputs[ours]]));
        await cloud.callKafkaRest("POST", cloud.cluster, "/acls", body);
        await waitFor("aclCreate", cloud.context);
        return { id: `${cloud.cluster}/${aclFields.map(([ours]) => inputs[ours]).join("#")}` };
    },
    async read(cloud, id) {
        const [cluster, path] = toAclQuery(id);
        const { data = [] } =
            (await cloud.callKafkaRest<{ data?: Record<string, string>[] }>("GET", cluster, path)) ?? {};
        if (data.length > 1) throw new Error(`${data.length} ACLs match ${id}; there must be one.`);
        const [seen] = data;
        if (!seen) return undefined;
        return {
            kafkaCluster: { id: cluster },
            ...Object.fromEntries(aclFields.map(([ours, theirs]) => [ours, seen[theirs]])),
        };
    },
    async delete(cloud, id) {
        await cloud.callKafkaRest("DELETE", ...toAclQuery(id));
    },
});
