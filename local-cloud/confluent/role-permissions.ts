import { type Acl, type Broker, formatAcl } from "../kafka/broker";
import { buildCrn } from "./crn";
import type { EmulatorState } from "./state";

type Permission = Omit<Acl, "principal">;

/**
 * A broker knows no roles, so a role's rights are ACLs there, told from those of clients by their host: Confluent Cloud
 * has no ACL for another host than *, and here all clients come from this one.
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

/** What a role means in the broker's own terms. */
export const rolePermissions: Record<string, Permission[]> = {
    CloudClusterAdmin: [
        allowAll("CLUSTER", "kafka-cluster"),
        allowAll("TOPIC"),
        allowAll("GROUP"),
        allowAll("TRANSACTIONAL_ID"),
    ],
};

/** An ACL that came from a client, not from a role. */
export const isClientAcl = (right: Acl) => right.host !== roleAclHost;

/** Brings the rights in a cluster's broker in step with its role bindings, after any change of those and at every start. */
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
