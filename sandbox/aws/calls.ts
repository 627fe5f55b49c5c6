import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "../piece";

/** A question the emulator asked about a call: may this principal do that to this resource, in this context. */
export interface AskedCall {
    /** ARN of a role, or of the account's root. */
    principal: string;
    /** `ec2:CreateVpc`. */
    action: string;
    resource: string;
    region: string;
    /** Condition keys the request brought along. */
    context: Record<string, string | string[]>;
    allowed: boolean;
}

/** Where the emulator writes down what it asked. */
export const callsOf = ({ home }: Pick<Place, "home">) => join(home, "aws", "calls.jsonl");

/** What was asked of this local cloud since it was made, each question once. */
export function readCalls(place: Pick<Place, "home">): AskedCall[] {
    const file = callsOf(place);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    return [...new Set(lines)].map((line) => JSON.parse(line));
}
