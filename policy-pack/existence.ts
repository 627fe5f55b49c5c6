import type { ResourceValidation } from "@pulumi/policy";
import type { Footgun } from "./catalogue";
import { forType } from "./fail-closed";
import { priceTag } from "./price-tag";

/** Denies every resource of the given rows. No property is asked, so nothing unknown can let one pass. */
export function denyExistence(...rows: readonly Footgun[]): ResourceValidation {
    const rowOf = new Map(rows.flatMap((row) => row.types.map((type) => [type, row] as const)));
    return forType([...rowOf.keys()], (_props, { type }, report) => {
        const row = rowOf.get(type) as Footgun;
        report(`${row.what} costs ${priceTag(row)}, used or not; use ${row.instead}.`);
    });
}
