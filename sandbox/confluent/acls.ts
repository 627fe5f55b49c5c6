import type { Acl } from "../kafka/broker";
import type { Call, Routes } from "./call";
import { isAcl } from "./rights";
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

/** Kafka REST's ACLs, read from the broker and written to it as the calling key. */
export const acls: Routes = {
    [`GET ${root}`]: (call) =>
        asCaller(call, async (session) => {
            const found = (await session.acls(filter(call))).filter(isAcl);
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
        return { status: 201 };
    },

    [`DELETE ${root}`]: async (call) => {
        const gone = await asCaller(call, async (session) => {
            const found = (await session.acls(filter(call))).filter(isAcl);
            await session.deleteAcls(found);
            return found;
        });
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
    if (!/^User:(\*|(sa|u|pool)-.+)$/.test(acl.principal)) {
        throw bad(`principal is ${acl.principal}; use User: and a service account's id (sa-…), or User:*.`);
    }
    if (acl.host !== "*") throw bad(`host is ${acl.host}; use *, Confluent Cloud has no ACLs for single hosts.`);
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
