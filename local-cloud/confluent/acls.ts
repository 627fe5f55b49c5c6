import type { Acl } from "../kafka/broker";
import type { EmulatorCall, Routes } from "./request";
import { isClientAcl } from "./role-permissions";
import { createBadRequestError } from "./topic-limits";
import { buildList, runAsCaller } from "./topics";

const aclsPath = "/kafka/v3/clusters/{cluster}/acls";

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
    [`GET ${aclsPath}`]: (call) =>
        runAsCaller(call, async (session) => {
            const found = (await session.describeAcls(parseAclFilter(call))).filter(isClientAcl);
            return {
                status: 200,
                body: buildList(
                    call,
                    "KafkaAclList",
                    found.map((acl) => toAclBody(call, acl)),
                ),
            };
        }),

    [`POST ${aclsPath}`]: async (call) => {
        const acl = parseAcl(call);
        await runAsCaller(call, (session) => session.createAcls([acl]));
        return { status: 201 };
    },

    [`DELETE ${aclsPath}`]: async (call) => {
        const deleted = await runAsCaller(call, async (session) => {
            const found = (await session.describeAcls(parseAclFilter(call))).filter(isClientAcl);
            await session.deleteAcls(found);
            return found;
        });
        return { status: 200, body: { data: deleted.map((acl) => toAclBody(call, acl)) } };
    },
};

function parseAclFilter({ query }: EmulatorCall): Partial<Acl> {
    const entries = Object.entries(fields).filter(([, field]) => query.get(field));
    return Object.fromEntries(entries.map(([name, field]) => [name, query.get(field)]));
}

function parseAcl({ body }: EmulatorCall): Acl {
    for (const field of Object.values(fields)) {
        if (typeof body[field] !== "string" || !body[field])
            throw createBadRequestError(`${field} is missing; an ACL needs all seven fields.`);
    }
    const acl = Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, body[field]]),
    ) as unknown as Acl;
    if (!/^User:(\*|(sa|u|pool)-.+)$/.test(acl.principal)) {
        throw createBadRequestError(
            `principal is ${acl.principal}; use User: and a service account's id (sa-…), or User:*.`,
        );
    }
    if (acl.host !== "*")
        throw createBadRequestError(`host is ${acl.host}; use *, Confluent Cloud has no ACLs for single hosts.`);
    return acl;
}

function toAclBody(call: EmulatorCall, acl: Acl) {
    const { cluster } = call.params;
    const fieldValues = Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [field, acl[name as keyof Acl]]),
    );
    return {
        kind: "KafkaAcl",
        metadata: {
            self: `${call.context.baseUrl}/kafka/v3/clusters/${cluster}/acls?${new URLSearchParams(fieldValues)}`,
        },
        cluster_id: cluster,
        ...fieldValues,
    };
}
