import type { Acl } from "../kafka/broker";
import type { Call, Routes } from "./call";
import { isVisible } from "./rights";
import { asCaller, bad, list } from "./topics";

const root = "/kafka/v3/clusters/{cluster}/acls";

/** Kafka REST's field for each of Kafka's. */
const fields: Record<keyof Acl, string> = {
    resourceType: "resource_type",
    resourceName: "resource_name",
    patternType: "pattern_type",
    principal: "principal",
    host: "host",
    operation: "operation",
    permission: "permission",
};

/** Kafka REST's ACLs, read from the broker and written to it as the calling key; the keys' doubles follow by settle(). */
export const acls: Routes = {
    [`GET ${root}`]: (call) =>
        asCaller(call, async (session) => {
            const found = (await session.acls(filter(call))).filter(({ principal }) => isVisible(principal));
            return {
                status: 200,
                body: list(
                    call,
                    "KafkaAclList",
                    found.map((acl) => view(call, acl)),
                ),
            };
        }),

    [`POST ${root}`]: async (call) => {
        const acl = wanted(call);
        await asCaller(call, (session) => session.createAcls([acl]));
        await call.cloud.settle();
        return { status: 201 };
    },

    [`DELETE ${root}`]: async (call) => {
        const gone = await asCaller(call, async (session) => {
            const found = (await session.acls(filter(call))).filter(({ principal }) => isVisible(principal));
            await session.deleteAcls(found);
            return found;
        });
        await call.cloud.settle();
        return { status: 200, body: { data: gone.map((acl) => view(call, acl)) } };
    },
};

function filter({ query }: Call): Partial<Acl> {
    const named = Object.entries(fields).filter(([, field]) => query.get(field));
    return Object.fromEntries(named.map(([name, field]) => [name, query.get(field)]));
}

function wanted({ body }: Call): Acl {
    for (const field of Object.values(fields)) {
        if (typeof body[field] !== "string" || !body[field])
            throw bad(`${field} is missing; an ACL needs all seven fields.`);
    }
    const acl = Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, body[field]]),
    ) as unknown as Acl;
    if (!isVisible(acl.principal)) {
        throw bad(`principal is ${acl.principal}; use User: and a service account's id (sa-…), or User:*.`);
    }
    return acl;
}

function view(call: Call, acl: Acl) {
    const { cluster } = call.params;
    const named = Object.fromEntries(Object.entries(fields).map(([name, field]) => [field, acl[name as keyof Acl]]));
    return {
        kind: "KafkaAcl",
        metadata: { self: `${call.cloud.http}/kafka/v3/clusters/${cluster}/acls?${new URLSearchParams(named)}` },
        cluster_id: cluster,
        ...named,
    };
}
