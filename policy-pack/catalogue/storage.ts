import { absent, type Footgun } from "./footgun";

export const ebsVolume: Footgun = {
    what: "an EBS volume",
    types: ["aws:ebs/volume:Volume"],
    decides: {
        type: { oneOf: ["gp3", "gp2", "standard"], orMissing: true },
        size: { atMost: 30, setting: "maxVolumeGb" },
        iops: { atMost: 3000, orMissing: true },
        throughput: { atMost: 125, orMissing: true },
        multiAttachEnabled: { oneOf: [false], orMissing: true },
    },
    monthly: [
        { usd: 0.1, each: "GB of gp2" },
        { usd: 0.065, each: "provisioned IOPS" },
    ],
    source: "infracost ebs_volume",
    instead: "30 GB of gp3 at most",
    actions: ["ec2:CreateVolume", "ec2:ModifyVolume"],
};

export const fastSnapshotRestore: Footgun = {
    what: "a fast snapshot restore",
    types: ["aws:ebs/fastSnapshotRestore:FastSnapshotRestore"],
    monthly: [{ usd: 547.5, each: "snapshot and zone" }],
    source: "from memory (unchecked)",
    instead: "a snapshot that loads as it is read",
    actions: ["ec2:EnableFastSnapshotRestores"],
};

export const efs: Footgun = {
    what: "an EFS file system of provisioned throughput",
    types: ["aws:efs/fileSystem:FileSystem"],
    decides: {
        throughputMode: { oneOf: ["bursting", "elastic"], orMissing: true },
        provisionedThroughputInMibps: absent,
    },
    monthly: [
        { usd: 6, each: "MB/s provisioned" },
        { usd: 0.3, each: "GB" },
    ],
    source: "infracost efs_file_system",
    instead: "throughputMode bursting",
    actions: ["elasticfilesystem:CreateFileSystem", "elasticfilesystem:UpdateFileSystem"],
};

export const fsx: Footgun = {
    what: "an FSx file system",
    types: [
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        "aws:fsx/ontapFileSystem:OntapFileSystem",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:fsx/fileCache:FileCache",
    ],
    monthly: [{ usd: 69, each: "300 GB of SSD for Windows" }],
    source: "infracost fsx_windows_file_system",
    instead: "S3, or EFS in demo",
    actions: ["fsx:CreateFile*"],
};

export const replication: Footgun = {
    what: "a second copy of a bucket or file system",
    types: [
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "aws:efs/replicationConfiguration:ReplicationConfiguration",
    ],
    monthly: [{ usd: 0.023, each: "GB kept twice" }],
    usage: [{ usd: 0.02, each: "GB that goes to another region" }],
    source: "from memory (unchecked)",
    instead: "versioning in one region",
    actions: ["s3:PutReplicationConfiguration", "elasticfilesystem:CreateReplicationConfiguration"],
};
