import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as rows from "../catalogue/storage";
import { denied } from "../deny";

/** What is provisioned is billed, not what is used. */
export const storage: ResourceValidationPolicy = {
    name: "storage",
    description: "Disks and file systems are small, of a cheap type, and there once.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(rows)),
};
