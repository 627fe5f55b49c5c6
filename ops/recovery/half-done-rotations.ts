import type { StateResource } from "../pulumi/state";
import { apiKeyType } from "./deleted-resources";

/** A service account with more than one API key in kafka's state. */
export interface HalfDoneRotation {
    account: string;
    /** The generations of its keys, the oldest first. */
    generations: number[];
}

/** Finds the rotations that stopped between their two updates: the new key is there, and the old one still works. */
export function findHalfDoneRotations(resources: readonly StateResource[]): HalfDoneRotation[] {
    const generations = new Map<string, number[]>();
    for (const { urn, type } of resources) {
        const [, account, generation] = /::([^:]+)-(\d+)$/.exec(urn) ?? [];
        if (type === apiKeyType && account)
            generations.set(account, [...(generations.get(account) ?? []), Number(generation)]);
    }
    return [...generations]
        .map(([account, list]) => ({ account, generations: list.sort((a, b) => a - b) }))
        .filter((each) => each.generations.length > 1);
}

/** A sentence without a full stop. */
export const formatHalfDoneRotation = ({ account, generations }: HalfDoneRotation) =>
    `the rotation of the key of ${account} is half done, keys ${generations.join(" and ")} both work: run ./devmin rotate ${account}`;
