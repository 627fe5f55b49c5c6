import { type Acl, type Broker, formatAcl } from "../kafka/broker";
import { buildCrn } from "./crn";
import type { EmulatorState } from "./state";

type Permission = Omit<Acl, "principal">;

/**
 * A broker has no roles, so a role's permissions are ACLs with this host. Clients' ACLs have the host *, the only one that Confluent
 * Cloud allows, and here all clients come from this host.
 */
const roleAclHost = "127.0.0.1";

const allowAll = (resourceType: string, resourceName = "*"): Permission => ({
    resourceType,
    resourceName,
    patternType: "LITERAL",
    host: roleAclHost,
    operation: "ALL",
    permission: "ALLOW",
});

/** The ACLs of each role. */
export const rolePermissions: Record<string, Permission[]> = {
    CloudClusterAdmin: [
        allowAll("CLUSTER", "kafka-cluster"),
        allowAll("TOPIC"),
        allowAll("GROUP"),
        allowAll("TRANSACTIONAL_ID"),
    ],
};

/** Whether an ACL was created by a client, and not for a role. */
export const isClientAcl = (right: Acl) => right.host !== roleAclHost;

/** Updates a broker's role ACLs to match the cluster's role bindings, after each change of those and at every start. */
export async function syncRoleAcls(state: EmulatorState, cluster: string, broker: Broker) {
    const scope = buildCrn.cluster(state, state.clusters[cluster]?.environment ?? "", cluster);
    const wanted = Object.values(state.roleBindings)
        .filter(({ crn_pattern }) => crn_pattern === scope)
        .flatMap(({ principal, role_name }) =>
            (rolePermissions[role_name] ?? []).map((right) => ({ ...right, principal })),
        );
    await broker.runAsAdmin(async (session) => {
        const actual = await session.describeAcls({ host: roleAclHost });
        await session.deleteAcls(subtractAcls(actual, wanted));
        await session.createAcls(subtractAcls(wanted, actual));
    });
}

function subtractAcls(some: Acl[], others: Acl[]) {
    const lines = new Set(others.map(formatAcl));
    return some.filter((acl) => !lines.has(formatAcl(acl)));
}
