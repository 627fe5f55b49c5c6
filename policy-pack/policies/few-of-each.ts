import type { StackValidationPolicy } from "@pulumi/policy";
import { type Kept, kept, pricesOf } from "../catalogue";

const counted: readonly Kept[] = Object.values(kept).filter(({ most }: Kept) => most !== undefined);

/** What is cheap once is not in a loop. */
export const fewOfEach: StackValidationPolicy = {
    name: "few-of-each",
    description: "There are few keys, secrets, addresses and the like in one stack.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    configSchema: {
        properties: {
            most: {
                type: "object",
                default: {},
                description:
                    "How many of a type one stack may have, by type token, where it differs from the catalogue.",
            },
        },
    },
    validateStack({ resources, getConfig }, report) {
        const { most: configured = {} } = getConfig<{ most?: Record<string, number> }>();
        for (const row of counted) {
            const there = resources.filter(({ type }) => row.types.includes(type)).length;
            const most = Math.max(...row.types.map((type) => configured[type] ?? (row.most as number)));
            if (there <= most) continue;
            report(
                `${there} of ${row.types[0]}; have at most ${most} (most), or say in the pack's configuration that it is ` +
                    `${there}. One costs ${pricesOf(row)}.`,
            );
        }
    },
};
