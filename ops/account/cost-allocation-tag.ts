import { CostExplorerClient, UpdateCostAllocationTagsStatusCommand } from "@aws-sdk/client-cost-explorer";
import { requiredTagKeys } from "../../policy-pack/catalogue/tags";
import type { AwsClients } from "../clients/aws";
import type { Log } from "../pulumi/cli";

const tagKey = requiredTagKeys.stack;

/**
 * Activates the tag by which Cost Explorer, and a budget that counts the environment alone, tell environments apart. Logs a
 * sentence: that it is active, or what to do and when. Nothing else depends on it, so nothing here is an error.
 */
export async function activateCostAllocationTag(aws: AwsClients, log: Log): Promise<void> {
    const request = new UpdateCostAllocationTagsStatusCommand({
        CostAllocationTagsStatus: [{ TagKey: tagKey, Status: "Active" }],
    });
    try {
        const { Errors = [] } = await aws.create(CostExplorerClient).send(request);
        const [problem] = Errors;
        log(problem ? formatRefusal(problem.Code, problem.Message) : `the cost allocation tag ${tagKey} is active`);
    } catch (error) {
        const { name, message } = error as Error;
        log(formatRefusal(name, message));
    }
}

/** A tag that billing has not seen is an error within the answer, or the only one: then of the call. */
function formatRefusal(code = "", message = ""): string {
    if (code === "TagKeysNotFoundException" || /tag keys not found/i.test(message)) {
        return (
            `AWS does not know the cost allocation tag ${tagKey} yet: run ./devmin bootstrap again in 24 hours to activate it, ` +
            "which changes nothing else."
        );
    }
    if (/linked account/i.test(message)) {
        return (
            `only the organization's management account can activate the cost allocation tag ${tagKey}: have somebody there run, ` +
            `in 24 hours, aws ce update-cost-allocation-tags-status --region us-east-1 --cost-allocation-tags-status TagKey=${tagKey},Status=Active`
        );
    }
    return (
        `the cost allocation tag ${tagKey} is not active (${message || code}): run ./devmin bootstrap again with ` +
        "ce:UpdateCostAllocationTagsStatus, which changes nothing else."
    );
}
