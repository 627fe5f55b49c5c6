import { getConfluentStatus } from "../clients/aws";
import type { Environment } from "../environment";
import { readConfluentEndpoint } from "../init";
import type { StateResource } from "../pulumi/state";

/** The types whose reads tell "gone" (404) from "you may not" (403), by the official provider's recorded answers. */
const pathsByType: Record<string, { noun: string; path: string }> = {
    "confluentcloud:index/environment:Environment": { noun: "environment", path: "/org/v2/environments" },
    "confluentcloud:index/serviceAccount:ServiceAccount": { noun: "service account", path: "/iam/v2/service-accounts" },
};

/**
 * Throws when the shell's Cloud API key may not read what is in kafka's state. Confluent's provider takes a 403 for "deleted"
 * (terraform-provider-confluent, internal/provider/utils.go `isNonKafkaRestApiResourceNotFound`), so a refresh with such a key would drop from the
 * state what still exists, and costs.
 *
 * Asks for environments and service accounts only. A cluster, an API key or a role binding that is gone is a 403 as well, so
 * nothing can be told from it: a key that may read the former and not the latter is not noticed here.
 */
export async function assertStateVisible(
    env: Pick<Environment, "root" | "stack">,
    resources: readonly StateResource[],
): Promise<void> {
    const hidden: string[] = [];
    for (const { type, id, urn } of resources) {
        const known = pathsByType[type];
        if (!known) continue;
        if ((await getConfluentStatus(readConfluentEndpoint(env.root, env.stack), `${known.path}/${id}`)) === 403)
            hidden.push(`${known.noun} ${id} (${urn.split("::").at(-1)})`);
    }
    if (hidden.length === 0) return;
    throw new Error(
        `the Confluent Cloud API key ${process.env.CONFLUENT_CLOUD_API_KEY} may not read what is in kafka's state (status 403): ` +
            `${hidden.join(", ")}. Pulumi would take that for deleted and forget it. Nothing was changed. The key's owner needs ` +
            "the role OrganizationAdmin: export the key of someone who has it, and run the command again.",
    );
}
