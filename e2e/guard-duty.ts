import {
    CreateSecurityGroupCommand,
    CreateVpcEndpointCommand,
    EC2Client,
    type ResourceType,
} from "@aws-sdk/client-ec2";
import { readLayerOutputs } from "../ops/layer-outputs";
import type { Workspace } from "./workspace";

/**
 * Puts into demo's VPC what GuardDuty's Runtime Monitoring does when a task starts there: an interface endpoint with an address in
 * each subnet, and its security group, both with the tag GuardDutyManaged.
 *
 * Source: "How Runtime Monitoring works with Fargate" in the Amazon GuardDuty User Guide.
 */
export async function createGuardDutyEndpoint(workspace: Workspace): Promise<void> {
    const { env, aws } = workspace.connect();
    const { vpcId, subnetIds } = await readLayerOutputs(env, aws, "demo");
    const ec2 = aws.create(EC2Client);
    const tag = (ResourceType: ResourceType) => [{ ResourceType, Tags: [{ Key: "GuardDutyManaged", Value: "true" }] }];
    const { GroupId = "" } = await ec2.send(
        new CreateSecurityGroupCommand({
            GroupName: `GuardDutyManagedSecurityGroup-${vpcId}`,
            Description: `Associated with VPC-${vpcId} and tagged as GuardDutyManaged`,
            VpcId: vpcId,
            TagSpecifications: tag("security-group"),
        }),
    );
    await ec2.send(
        new CreateVpcEndpointCommand({
            VpcEndpointType: "Interface",
            ServiceName: `com.amazonaws.${env.region}.guardduty-data`,
            VpcId: vpcId,
            SubnetIds: subnetIds,
            SecurityGroupIds: [GroupId],
            TagSpecifications: tag("vpc-endpoint"),
        }),
    );
}
