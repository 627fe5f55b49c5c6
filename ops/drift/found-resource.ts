import type { AwsClients } from "../clients/aws";
import type { Environment, Layer } from "../environment";
import type { PulumiCli } from "../pulumi/cli";
import type { StateResource } from "../pulumi/state";

/** Something in a cloud, with the id that its provider gives it in a state. */
export interface FoundResource {
    /** What it is called in its console: `NAT gateway`. */
    kind: string;
    id: string;
    /** Its Pulumi type, by which the policy pack's catalogue knows its price. */
    type?: string;
}

export interface ListContext {
    env: Environment;
    layer: Layer;
    /** The auditor's. */
    aws: AwsClients;
    /** Runs as the auditor. */
    pulumi: PulumiCli;
    /** The layer's, from its state. */
    resources: readonly StateResource[];
}

/** Finds what is in a cloud with a layer's tags or names, or in what is the layer's. */
export type Lister = (context: ListContext) => Promise<FoundResource[]>;

/** The resources on all pages of a listing. */
export async function listFromPages<Page>(
    pages: AsyncIterable<Page>,
    listResources: (page: Page) => FoundResource[],
): Promise<FoundResource[]> {
    const found: FoundResource[] = [];
    for await (const page of pages) found.push(...listResources(page));
    return found;
}
