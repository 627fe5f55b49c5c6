import { absent, type Exposure, off } from "./footgun";

export const longLivedIdentity: Exposure = {
    what: "an IAM user, group or key",
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
    because: "is a login that does not end by itself",
    instead: "a role, taken for an hour",
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

export const publicDatabase: Exposure = {
    what: "a database with a public address",
    types: [
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:neptune/clusterInstance:ClusterInstance",
        "aws:redshift/cluster:Cluster",
        "aws:redshiftserverless/workgroup:Workgroup",
        "aws:dms/replicationInstance:ReplicationInstance",
        "aws:mq/broker:Broker",
    ],
    decides: { publiclyAccessible: off },
    because: "is there for anyone to try",
    instead: "a private address, reached from a task of the demo",
    actions: ["rds:ModifyDBInstance"],
};

export const publicAcl: Exposure = {
    what: "a bucket or object with an ACL",
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
    decides: { acl: { oneOf: ["private", "bucket-owner-full-control"], orMissing: true } },
    because: "can be read by whom its ACL names",
    instead: "a bucket policy that names roles",
    actions: ["s3:PutBucketAcl", "s3:PutObjectAcl"],
};

export const website: Exposure = {
    what: "a bucket that is a website",
    types: [
        "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
        "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
    ],
    because: "is read by the world",
    instead: "presigned URLs",
    actions: ["s3:PutBucketWebsite"],
};

export const accountOpening: Exposure = {
    what: "an account-wide opening of S3",
    types: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
    decides: {
        blockPublicAcls: { oneOf: [true] },
        blockPublicPolicy: { oneOf: [true] },
        ignorePublicAcls: { oneOf: [true] },
        restrictPublicBuckets: { oneOf: [true] },
    },
    because: "lets every bucket become public",
    instead: "all four true",
    actions: ["s3:PutAccountPublicAccessBlock"],
};

export const sharedImage: Exposure = {
    what: "a snapshot or image for other accounts",
    types: [
        "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
        "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission",
    ],
    because: "hands out a copy of a disk",
    instead: "an image of this account",
    actions: ["ec2:ModifyImageAttribute", "ec2:ModifySnapshotAttribute"],
};

export const sharedSnapshot: Exposure = {
    what: "a database snapshot for other accounts",
    types: [
        "aws:rds/snapshot:Snapshot",
        "aws:rds/snapshotCopy:SnapshotCopy",
        "aws:rds/clusterSnapshot:ClusterSnapshot",
        "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
    ],
    decides: { sharedAccounts: absent },
    because: "hands out a copy of the database",
    instead: "a snapshot of this account",
    actions: ["rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute"],
};

export const publicRepository: Exposure = {
    what: "a public image repository",
    types: ["aws:ecrpublic/repository:Repository"],
    because: "is read by the world",
    instead: "a private repository",
    actions: ["ecr-public:CreateRepository"],
};

export const openFunction: Exposure = {
    what: "a function's URL without a login",
    types: ["aws:lambda/functionUrl:FunctionUrl"],
    decides: { authorizationType: { oneOf: ["AWS_IAM"] } },
    because: "can be called, and paid for, by anybody's calls",
    instead: "authorizationType AWS_IAM",
    actions: ["lambda:CreateFunctionUrlConfig", "lambda:UpdateFunctionUrlConfig"],
};
