import { type Acl, aclLine, adminName, type Broker } from "../kafka/broker";
import type { State } from "./state";

type Right = Omit<Acl, "principal">;

const everything = (resourceType: string, resourceName = "*"): Right => ({
    resourceType,
    resourceName,
    patternType: "LITERAL",
    host: "*",
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

/**
 * Whose ACLs a client may see and name: a service account (sa-), a user (u-), a pool, or everybody (*). The broker knows
 * only keys, so each such ACL is doubled there for every key of the account; the doubles are nobody's business.
 */
export const isVisible = (principal: string) => /^User:(\*|(sa|u|pool)-.+)$/.test(principal);

/**
 * Brings the broker in step with the state after any change and at every start: each key has the rights of its owner
 * and its owner's roles, no more, and no user or right is left of a key that is gone (or was never answered for).
 */
export async function settle(state: State, broker: Broker) {
    await broker.asAdmin(async (session) => {
        const stray = (await session.users()).filter(
            (user) => user !== adminName && !Object.hasOwn(state.apiKeys, user),
        );
        for (const user of stray) await session.deleteUser(user);

        const all = await session.acls();
        const wanted = Object.entries(state.apiKeys).flatMap(([id, { owner, cluster }]) => {
            const principal = `User:${owner}`;
            const granted = Object.values(state.roleBindings)
                .filter(
                    (role) => role.principal === principal && role.crn_pattern.endsWith(`/cloud-cluster=${cluster}`),
                )
                .flatMap((role) => roles[role.role_name] ?? []);
            const given = all.filter((acl) => acl.principal === principal);
            return [...given, ...granted].map((acl) => ({ ...acl, principal: `User:${id}` }));
        });
        const actual = all.filter((acl) => !isVisible(acl.principal));
        await session.deleteAcls(minus(actual, wanted));
        await session.createAcls(minus(wanted, actual));
    });
}

function minus(some: Acl[], others: Acl[]) {
    const lines = new Set(others.map(aclLine));
    return [...new Map(some.map((acl) => [aclLine(acl), acl]))]
        .filter(([line]) => !lines.has(line))
        .map(([, acl]) => acl);
}
