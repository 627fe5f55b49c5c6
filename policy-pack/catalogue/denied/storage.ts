import { type CostlyResource, mustBeAbsent } from "../denied-resource";

export const ebsVolume: CostlyResource = {
    label: "an EBS volume",
    types: ["aws:ebs/volume:Volume"],
    constraints: {
        type: { oneOf: ["gp3", "gp2", "standard"], optional: true },
        size: { atMost: 30, setting: "maxVolumeGb" },
        iops: { atMost: 3000, optional: true },
        throughput: { atMost: 125, optional: true },
        multiAttachEnabled: { oneOf: [false], optional: true },
    },
    monthly: [
        { usd: 0.1, unit: "GB of gp2" },
        { usd: 0.065, unit: "provisioned IOPS" },
    ],
    source: "infracost ebs_volume",
    alternative: "at most 30 GB of gp3",
    actions: ["ec2:CreateVolume", "ec2:ModifyVolume"],
};

export const fastSnapshotRestore: CostlyResource = {
    label: "a fast snapshot restore",
    types: ["aws:ebs/fastSnapshotRestore:FastSnapshotRestore"],
    monthly: [{ usd: 547.5, unit: "snapshot and zone" }],
    source: "from memory (unchecked)",
    alternative: "a regular snapshot restore",
    actions: ["ec2:EnableFastSnapshotRestores"],
};

export const efs: CostlyResource = {
    label: "an EFS file system with provisioned throughput",
    types: ["aws:efs/fileSystem:FileSystem"],
    constraints: {
        throughputMode: { oneOf: ["bursting", "elastic"], optional: true },
        provisionedThroughputInMibps: mustBeAbsent,
    },
    monthly: [
        { usd: 6, unit: "MB/s provisioned" },
        { usd: 0.3, unit: "GB" },
    ],
    source: "infracost efs_file_system",
    alternative: "throughputMode bursting",
    actions: ["elasticfilesystem:CreateFileSystem", "elasticfilesystem:UpdateFileSystem"],
};

export const fsx: CostlyResource = {
    label: "an FSx file system",
    types: [
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        "aws:fsx/ontapFileSystem:OntapFileSystem",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:fsx/fileCache:FileCache",
    ],
    monthly: [{ usd: 69, unit: "300 GB of SSD for Windows" }],
    source: "infracost fsx_windows_file_system",
    alternative: "S3 or EFS in demo",
    actions: ["fsx:CreateFile*"],
};

export const storageReplication: CostlyResource = {
    label: "a replica of a bucket or file system",
    types: [
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "aws:efs/replicationConfiguration:ReplicationConfiguration",
    ],
    monthly: [{ usd: 0.023, unit: "GB of the replica" }],
    usage: [{ usd: 0.02, unit: "GB copied to another region" }],
    source: "from memory (unchecked)",
    alternative: "versioning in one region",
    actions: ["s3:PutReplicationConfiguration", "elasticfilesystem:CreateReplicationConfiguration"],
};
