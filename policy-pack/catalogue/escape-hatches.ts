import type { Exposure } from "./footgun";

const unseen = "makes things that no guardrail sees, at any price";

export const cloudFormation: Exposure = {
    what: "a CloudFormation stack",
    types: [
        "aws:cloudformation/stack:Stack",
        "aws:cloudformation/stackSet:StackSet",
        "aws:cloudformation/stackInstances:StackInstances",
        "aws:cloudformation/stackSetInstance:StackSetInstance",
        "aws:serverlessrepository/cloudFormationStack:CloudFormationStack",
        "aws:servicecatalog/provisionedProduct:ProvisionedProduct",
    ],
    because: unseen,
    instead: "the resources themselves",
    actions: [
        "cloudformation:CreateStack*",
        "cloudformation:CreateChangeSet",
        "cloudformation:UpdateStack*",
        "servicecatalog:ProvisionProduct",
    ],
};

export const cloudControl: Exposure = {
    what: "a resource of Cloud Control",
    types: ["aws:cloudcontrol/resource:Resource", "aws-native:*"],
    because: unseen,
    instead: "the resource of @pulumi/aws",
    actions: ["cloudformation:CreateResource"],
};

export const command: Exposure = {
    what: "a command as a resource",
    types: ["command:*", "terraform-provider:*"],
    because: unseen,
    instead: "a resource, or a verb of ./devmin",
    actions: [],
};

export const dynamicResource: Exposure = {
    what: "a dynamic resource",
    types: ["pulumi-nodejs:dynamic*", "pulumi-python:dynamic*"],
    because: unseen,
    instead: "a resource of a provider",
    actions: [],
};
