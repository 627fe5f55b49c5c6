import { IAMClient, paginateListRoles } from "@aws-sdk/client-iam";
import { getRoleArn } from "../../lib/names";
import type { AwsClients } from "../clients/aws";
import type { Environment } from "../environment";

/**
 * The other regions in which the account has a core of this stack, by the name of its auditor's role: IAM is the same in all regions.
 * None where the caller may not list roles.
 */
async function findCoreRegions(env: Environment, aws: AwsClients): Promise<string[]> {
    const name = getRoleArn(env, "auditor").split("/").at(-1) as string;
    const prefix = name.slice(0, -env.region.length);
    const regions: string[] = [];
    try {
        for await (const { Roles = [] } of paginateListRoles({ client: aws.create(IAMClient) }, {}))
            for (const { RoleName = "" } of Roles)
                if (RoleName.startsWith(prefix)) regions.push(RoleName.slice(prefix.length));
    } catch (error) {
        if (!/AccessDenied/.test((error as Error).name)) throw error;
    }
    return regions.filter((region) => region !== env.region);
}

/** A sentence when the configured region has no core and another one has; undefined when no core is seen anywhere. */
export async function findWrongRegion(env: Environment, aws: AwsClients): Promise<string | undefined> {
    const regions = await findCoreRegions(env, aws);
    return regions.length === 0
        ? undefined
        : `${env.region} has no core of the stack ${env.stack}, but ${regions.join(", ")} has: correct aws:region in ` +
              `core/Pulumi.${env.stack}.yaml and in those of kafka and demo, or name another stack with PULUMI_STACK for an environment of its own.`;
}
