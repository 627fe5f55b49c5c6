import assert from "node:assert/strict";
import { activateCostAllocationTag } from "../../../ops/account/cost-allocation-tag";
import { awsClients, createAwsError, startFakeAws } from "../../fake-aws";

const prefix = "Failed to update Cost Allocation Tag:";
const tomorrow =
    "AWS does not know the cost allocation tag devmin:stack yet: run ./devmin bootstrap again in 24 hours to activate it, which changes nothing else.";

describe("the cost allocation tag", () => {
    let cloud: ReturnType<typeof startFakeAws>;
    afterEach(() => cloud.stop());
    const activateWith = async (answer: object | Error) => {
        cloud = startFakeAws({ UpdateCostAllocationTagsStatus: answer });
        const lines: string[] = [];
        await activateCostAllocationTag(awsClients, (line) => lines.push(line));
        return lines;
    };

    it("is activated", async () => {
        assert.deepEqual(await activateWith({ Errors: [] }), ["the cost allocation tag devmin:stack is active"]);
        assert.deepEqual(cloud.calls, [
            [
                "UpdateCostAllocationTagsStatus",
                { CostAllocationTagsStatus: [{ TagKey: "devmin:stack", Status: "Active" }] },
            ],
        ]);
    });

    for (const { title, answer, says } of [
        {
            title: "is to be activated tomorrow where AWS' answer has an error for it",
            answer: {
                Errors: [
                    {
                        TagKey: "devmin:stack",
                        Code: "TagKeysNotFoundException",
                        Message: `${prefix} devmin:stack`,
                    },
                ],
            },
            says: tomorrow,
        },
        {
            title: "is to be activated tomorrow where AWS knows none of the tags that were asked for",
            answer: createAwsError("ValidationException", { message: `${prefix} Tag keys not found: devmin:stack` }),
            says: tomorrow,
        },
        {
            title: "is the management account's in an organization",
            answer: createAwsError("AccessDeniedException", {
                message: `${prefix} Linked account doesn't have access to cost allocation tags.`,
            }),
            says:
                "only the organization's management account can activate the cost allocation tag devmin:stack: have somebody there run, " +
                "in 24 hours, aws ce update-cost-allocation-tags-status --region us-east-1 --cost-allocation-tags-status TagKey=devmin:stack,Status=Active",
        },
        {
            title: "is not activated without the permission, with AWS' own words",
            answer: createAwsError("AccessDeniedException", { message: "User: a is not authorized" }),
            says:
                "the cost allocation tag devmin:stack is not active (User: a is not authorized): run ./devmin bootstrap again with " +
                "ce:UpdateCostAllocationTagsStatus, which changes nothing else.",
        },
    ]) {
        it(title, async () => assert.deepEqual(await activateWith(answer), [says]));
    }
});
