import { formatDuration } from "../../lib/lease";
import { deleteFromConfluent } from "../clients/aws";
import type { Environment } from "../environment";
import { readConfluentEndpoint } from "../init";
import type { StateResource } from "../pulumi/state";
import { listAllPages } from "./find-by-name";

/** An API key as Confluent Cloud lists it. */
export interface ListedKey {
    id: string;
    /** Its display name. */
    name: string;
    /** The id of its service account. */
    owner: string;
    createdAt?: Date;
}

interface KeyItem {
    id: string;
    metadata: { created_at?: string };
    spec: { display_name: string; owner: { id: string } };
}

/** Lists the keys that the shell's Cloud API key may see; includes those of others. */
export async function listApiKeys(env: Environment): Promise<ListedKey[]> {
    const keys = await listAllPages<KeyItem>(
        readConfluentEndpoint(env.root, env.stack),
        "/iam/v2/api-keys?page_size=99",
    );
    return keys.map(({ id, spec, metadata: { created_at } }) => ({
        id,
        name: spec.display_name,
        owner: spec.owner.id,
        createdAt: created_at ? new Date(created_at) : undefined,
    }));
}

/**
 * Finds the keys of the layer's service accounts that are in no state. An update that is killed, or gives up, while it waits for a
 * new key leaves one: the provider hands over id and secret only after the wait, and nobody can read the secret again.
 */
export function findOrphanedKeys(resources: readonly StateResource[], listed: readonly ListedKey[]): ListedKey[] {
    const ids = new Set(resources.map(({ id }) => id));
    return listed.filter(({ id, owner }) => ids.has(owner) && !ids.has(id));
}

/** Deletes a key: it is rejected from then on. */
export const deleteApiKey = (env: Environment, { id }: Pick<ListedKey, "id">) =>
    deleteFromConfluent(readConfluentEndpoint(env.root, env.stack), `/iam/v2/api-keys/${id}`);

/** Says which key it is, and how old. */
export function formatOrphanedKey({ id, name, createdAt }: ListedKey, now = Date.now()): string {
    const age = createdAt ? `, created ${formatDuration(now - createdAt.getTime())} ago,` : "";
    return `API key ${id} (${name})${age} is in no state, as an interrupted update leaves it: nobody can read its secret again.`;
}

/** Says how to delete it. */
export const formatOrphanedKeyAdvice = ({ id }: Pick<ListedKey, "id">) =>
    `Unless a person made it and uses it, delete it with: confluent api-key delete ${id} ` +
    "(all of them: ./devmin recover kafka --delete-orphaned-keys)";
