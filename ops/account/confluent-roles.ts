import { callConfluentApi } from "../clients/aws";
import { listAllPages } from "../recovery/find-by-name";

/**
 * Throws a sentence unless the shell's Cloud API key sees who administers the organization. An environment is created in the
 * organization, where roles of an environment or a cluster reach nothing (docs.confluent.io, Predefined RBAC roles), and each
 * organization has an OrganizationAdmin. Whoever sees it may still lack the role, which a user may have through a group: the
 * creation itself is refused then. There is no public API for the payment method, nor for the regions that have Kafka (that of
 * fcpm/v2 lists Flink's).
 */
export async function assertMayCreateEnvironment(endpoint: string): Promise<void> {
    const { data }: { data: { metadata: { resource_name: string } }[] } = await callConfluentApi(
        endpoint,
        "/org/v2/organizations?page_size=1",
    );
    const organization = encodeURIComponent(data[0]?.metadata.resource_name ?? "");
    const query = `crn_pattern=${organization}&role_name=OrganizationAdmin&page_size=99`;
    if ((await listAllPages(endpoint, `/iam/v2/role-bindings?${query}`)).length > 0) return;
    throw new Error(
        `the owner of the Confluent Cloud API key ${process.env.CONFLUENT_CLOUD_API_KEY} does not see who has the role OrganizationAdmin, ` +
            "so it does not have that role, which kafka needs to create an environment: export the key of someone who has it, or " +
            "use an existing environment: pulumi config set -C kafka environmentId env-…",
    );
}
