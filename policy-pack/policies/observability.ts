import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../catalogue/observability";
import { denied } from "../deny";

/** What nobody looks at is kept for ever by default. */
export const observability: ResourceValidationPolicy = {
    name: "observability",
    description: "Logs end, and nothing watches all the time.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(rows)),
};
