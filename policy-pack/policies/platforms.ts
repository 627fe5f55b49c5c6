import type { ResourceValidationPolicy } from "@pulumi/policy";
import { eksCluster } from "../catalogue/eks";
import * as rows from "../catalogue/platforms";
import { denied } from "../deny";

/** Their smallest size is made for production, and waits for work at the same price. */
export const platforms: ResourceValidationPolicy = {
    name: "platforms",
    description: "There is no managed platform that bills while it waits.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(eksCluster, ...Object.values(rows)),
};
