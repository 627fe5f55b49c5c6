import type { ExposedResource } from "../denied-resource";

const unseenReason = "creates resources that no policy can check";

export const cloudFormation: ExposedResource = {
    label: "a CloudFormation stack",
    types: [
        "aws:cloudformation/stack:Stack",
        "aws:cloudformation/stackSet:StackSet",
        "aws:cloudformation/stackInstances:StackInstances",
        "aws:cloudformation/stackSetInstance:StackSetInstance",
        "aws:serverlessrepository/cloudFormationStack:CloudFormationStack",
        "aws:servicecatalog/provisionedProduct:ProvisionedProduct",
    ],
    because: unseenReason,
    alternative: "the resources themselves",
    actions: [
        "cloudformation:CreateStack*",
        "cloudformation:CreateChangeSet",
        "cloudformation:UpdateStack*",
        "servicecatalog:ProvisionProduct",
    ],
};

export const cloudControl: ExposedResource = {
    label: "a Cloud Control resource",
    types: ["aws:cloudcontrol/resource:Resource", "aws-native:*"],
    because: unseenReason,
    alternative: "the resource of @pulumi/aws",
    actions: ["cloudformation:CreateResource"],
};

export const commandResource: ExposedResource = {
    label: "a command resource",
    types: ["command:*", "terraform-provider:*"],
    because: unseenReason,
    alternative: "a provider's resource or a ./devmin command",
    actions: [],
};

export const dynamicResource: ExposedResource = {
    label: "a dynamic resource",
    types: ["pulumi-nodejs:dynamic*", "pulumi-python:dynamic*"],
    because: unseenReason,
    alternative: "a provider's resource",
    actions: [],
};
