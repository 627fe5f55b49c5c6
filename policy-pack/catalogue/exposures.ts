import { type ExposedResource, mustBeAbsent, mustBeOff } from "./denied-resource";

export const longLivedIdentity: ExposedResource = {
    label: "an IAM user, group or access key",
    types: [
        "aws:iam/user:User",
        "aws:iam/accessKey:AccessKey",
        "aws:iam/userLoginProfile:UserLoginProfile",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
        "aws:iam/userPoliciesExclusive:UserPoliciesExclusive",
        "aws:iam/userGroupMembership:UserGroupMembership",
        "aws:iam/group:Group",
        "aws:iam/groupMembership:GroupMembership",
        "aws:iam/groupPolicy:GroupPolicy",
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
        "aws:iam/signingCertificate:SigningCertificate",
        "aws:iam/sshKey:SshKey",
        "aws:iam/samlProvider:SamlProvider",
        "aws:iam/virtualMfaDevice:VirtualMfaDevice",
        "aws:lightsail/keyPair:KeyPair",
    ],
    because: "is a credential that never expires",
    alternative: "a role with sessions of one hour",
    actions: [
        "iam:CreateUser",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:PutUserPolicy",
        "iam:AttachUserPolicy",
        "iam:CreateGroup",
        "iam:PutGroupPolicy",
        "iam:AttachGroupPolicy",
        "iam:AddUserToGroup",
        "iam:CreateServiceSpecificCredential",
        "iam:UploadSigningCertificate",
        "iam:UploadSSHPublicKey",
        "iam:CreateSAMLProvider",
        "iam:CreateVirtualMFADevice",
    ],
};

export const publicDatabase: ExposedResource = {
    label: "a database with a public address",
    types: [
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:neptune/clusterInstance:ClusterInstance",
        "aws:redshift/cluster:Cluster",
        "aws:redshiftserverless/workgroup:Workgroup",
        "aws:dms/replicationInstance:ReplicationInstance",
        "aws:mq/broker:Broker",
    ],
    constraints: { publiclyAccessible: mustBeOff },
    because: "is reachable from the internet",
    alternative: "a private address that demo tasks connect to",
    actions: ["rds:ModifyDBInstance"],
};

export const publicAcl: ExposedResource = {
    label: "a bucket or object with an ACL",
    types: [
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
        "aws:s3/bucketObject:BucketObject",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "aws:s3/BucketObject:BucketObject",
        "aws:s3/objectCopy:ObjectCopy",
        "aws:s3/bucketAcl:BucketAcl",
        "aws:s3/bucketAclV2:BucketAclV2",
    ],
    constraints: { acl: { oneOf: ["private", "bucket-owner-full-control"], optional: true } },
    because: "can be read by everyone its ACL names",
    alternative: "a bucket policy that names roles",
    actions: ["s3:PutBucketAcl", "s3:PutObjectAcl"],
};

export const bucketWebsite: ExposedResource = {
    label: "a bucket website",
    types: [
        "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
        "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
    ],
    because: "is readable by everyone",
    alternative: "presigned URLs",
    actions: ["s3:PutBucketWebsite"],
};

export const accountPublicAccess: ExposedResource = {
    label: "an account-wide S3 setting that allows public access",
    types: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
    constraints: {
        blockPublicAcls: { oneOf: [true] },
        blockPublicPolicy: { oneOf: [true] },
        ignorePublicAcls: { oneOf: [true] },
        restrictPublicBuckets: { oneOf: [true] },
    },
    because: "allows any bucket to become public",
    alternative: "all four settings set to true",
    actions: ["s3:PutAccountPublicAccessBlock"],
};

export const sharedImage: ExposedResource = {
    label: "a snapshot or image shared with other accounts",
    types: [
        "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
        "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission",
    ],
    because: "gives other accounts a copy of a disk",
    alternative: "an image of this account",
    actions: ["ec2:ModifyImageAttribute", "ec2:ModifySnapshotAttribute"],
};

export const sharedSnapshot: ExposedResource = {
    label: "a database snapshot shared with other accounts",
    types: [
        "aws:rds/snapshot:Snapshot",
        "aws:rds/snapshotCopy:SnapshotCopy",
        "aws:rds/clusterSnapshot:ClusterSnapshot",
        "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
    ],
    constraints: { sharedAccounts: mustBeAbsent },
    because: "gives other accounts a copy of the database",
    alternative: "a snapshot of this account",
    actions: ["rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute"],
};

export const publicRepository: ExposedResource = {
    label: "a public image repository",
    types: ["aws:ecrpublic/repository:Repository"],
    because: "is readable by everyone",
    alternative: "a private repository",
    actions: ["ecr-public:CreateRepository"],
};

export const publicFunctionUrl: ExposedResource = {
    label: "a function URL without authentication",
    types: ["aws:lambda/functionUrl:FunctionUrl"],
    constraints: { authorizationType: { oneOf: ["AWS_IAM"] } },
    because: "can be called by everyone at your cost",
    alternative: "authorizationType AWS_IAM",
    actions: ["lambda:CreateFunctionUrlConfig", "lambda:UpdateFunctionUrlConfig"],
};
