import { type Acl, aclLine, type Broker } from "../kafka/broker";
import { crn } from "./crn";
import type { State } from "./state";

type Right = Omit<Acl, "principal">;

/**
 * A broker knows no roles, so a role's rights are ACLs there, told from those of clients by their host: Confluent Cloud
 * has no ACL for another host than *, and here all clients come from this one.
 */
const host = "127.0.0.1";

const everything = (resourceType: string, resourceName = "*"): Right => ({
    resourceType,
    resourceName,
    patternType: "LITERAL",
    host,
    operation: "ALL",
    permission: "ALLOW",
});

/** What a role means in the broker's own terms. */
export const roles: Record<string, Right[]> = {
    CloudClusterAdmin: [
        everything("CLUSTER", "kafka-cluster"),
        everything("TOPIC"),
        everything("GROUP"),
        everything("TRANSACTIONAL_ID"),
    ],
};

/** An ACL that came from a client, not from a role. */
export const isAcl = (right: Acl) => right.host !== host;

/** Brings the rights in a cluster's broker in step with its role bindings, after any change of those and at every start. */
export async function settle(state: State, cluster: string, broker: Broker) {
    const scope = crn.cluster(state, state.clusters[cluster]?.environment ?? "", cluster);
    const wanted = Object.values(state.roleBindings)
        .filter(({ crn_pattern }) => crn_pattern === scope)
        .flatMap(({ principal, role_name }) => (roles[role_name] ?? []).map((right) => ({ ...right, principal })));
    await broker.asAdmin(async (session) => {
        const actual = await session.acls({ host });
        await session.deleteAcls(minus(actual, wanted));
        await session.createAcls(minus(wanted, actual));
    });
}

function minus(some: Acl[], others: Acl[]) {
    const lines = new Set(others.map(aclLine));
    return some.filter((acl) => !lines.has(aclLine(acl)));
}
