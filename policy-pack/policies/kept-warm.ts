import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as serverless from "../catalogue/serverless";
import { denied } from "../deny";

/** Serverless that waits for work bills as a server does. */
export const keptWarm: ResourceValidationPolicy = {
    name: "kept-warm",
    description: "What is called when needed is not kept warm or cached.",
    enforcementLevel: "mandatory",
    tags: ["money"],
    ...denied(...Object.values(serverless)),
};
