import { UsageError } from "./arguments";

/** Whose providers Pulumi uses in the local cloud: ours, or those of AWS and Confluent. */
export interface ProvidersOption {
    providers?: string;
}

export function isOfficial({ providers }: ProvidersOption): boolean {
    if (providers === undefined || providers === "official") return providers === "official";
    throw new UsageError(`--providers is ${JSON.stringify(providers)}: it must be official, or left out.`);
}
