import { absent, type Footgun, type Limit, off } from "./footgun";

const instanceClass: Limit = { oneOf: ["db.t4g.micro", "db.t3.micro"], setting: "databaseClasses" };
const watched: Record<string, Limit> = {
    performanceInsightsRetentionPeriod: { atMost: 7, orMissing: true },
    monitoringInterval: { atMost: 0, orMissing: true },
};
const backupRetentionPeriod: Limit = { atMost: 7, orMissing: true, setting: "maxBackupDays" };

export const rdsInstance: Footgun = {
    what: "an RDS instance",
    types: ["aws:rds/instance:Instance"],
    decides: {
        instanceClass,
        multiAz: off,
        allocatedStorage: { atMost: 30, setting: "maxDatabaseGb" },
        maxAllocatedStorage: { atMost: 30, orMissing: true, setting: "maxDatabaseGb" },
        storageType: { oneOf: ["gp3", "gp2"], orMissing: true },
        iops: { atMost: 3000, orMissing: true },
        storageThroughput: { atMost: 125, orMissing: true },
        replicateSourceDb: absent,
        backupRetentionPeriod,
        ...watched,
    },
    monthly: [
        { usd: 11.68, each: "db.t4g.micro" },
        { usd: 23.36, each: "db.t4g.small" },
        { usd: 47.45, each: "db.t4g.small in two zones" },
        { usd: 198.6, each: "db.t3.large in two zones" },
    ],
    source: "infracost db_instance",
    instead: "a db.t4g.micro in one zone, in demo, or DynamoDB on demand",
    actions: [
        "rds:CreateDBInstance",
        "rds:CreateDBInstanceReadReplica",
        "rds:RestoreDBInstance*",
        "rds:ModifyDBInstance",
    ],
};

export const rdsCluster: Footgun = {
    what: "an Aurora or Multi-AZ cluster",
    types: ["aws:rds/cluster:Cluster"],
    decides: {
        dbClusterInstanceClass: absent,
        "serverlessv2ScalingConfiguration?.minCapacity": { atMost: 0 },
        "serverlessv2ScalingConfiguration?.maxCapacity": { atMost: 2, setting: "maxAuroraCapacity" },
        "scalingConfiguration?.minCapacity": { atMost: 0 },
        allocatedStorage: absent,
        iops: absent,
        storageType: absent,
        replicationSourceIdentifier: absent,
        globalClusterIdentifier: absent,
        backupRetentionPeriod,
        ...watched,
    },
    monthly: [{ usd: 43.8, each: "half an ACU that never rests" }],
    usage: [{ usd: 0.12, each: "ACU-hour" }],
    source: "infracost rds_cluster_instance",
    instead: "a capacity from 0, which pauses",
    actions: ["rds:CreateDBCluster", "rds:RestoreDBCluster*", "rds:ModifyDBCluster"],
};

export const rdsClusterInstance: Footgun = {
    what: "an instance of an Aurora cluster",
    types: ["aws:rds/clusterInstance:ClusterInstance"],
    decides: {
        instanceClass: { oneOf: ["db.serverless", "db.t4g.medium"], setting: "auroraClasses" },
        ...watched,
    },
    monthly: [{ usd: 53.29, each: "db.t4g.medium" }],
    source: "infracost rds_cluster_instance (unchecked)",
    instead: "db.serverless with a capacity from 0",
    actions: ["rds:CreateDBInstance"],
};

export const rdsProxy: Footgun = {
    what: "an RDS proxy",
    types: ["aws:rds/proxy:Proxy"],
    monthly: [{ usd: 21.9, each: "database of two vCPUs" }],
    source: "from memory (unchecked)",
    instead: "a connection pool in the program",
    actions: ["rds:CreateDBProxy"],
};

export const rdsElsewhere: Footgun = {
    what: "a copy, shard group, reservation or global database of RDS",
    types: [
        "aws:rds/globalCluster:GlobalCluster",
        "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        "aws:rds/reservedInstance:ReservedInstance",
        "aws:rds/shardGroup:ShardGroup",
        "aws:docdb/globalCluster:GlobalCluster",
        "aws:neptune/globalCluster:GlobalCluster",
    ],
    monthly: [{ usd: 198.6, each: "db.t3.large in two zones" }],
    source: "infracost db_instance",
    instead: "one small database in one region",
    actions: [
        "rds:CreateGlobalCluster",
        "rds:StartDBInstanceAutomatedBackupsReplication",
        "rds:PurchaseReservedDBInstancesOffering",
        "rds:CreateDBShardGroup",
    ],
};

export const docDb: Footgun = {
    what: "a DocumentDB cluster",
    types: [
        "aws:docdb/cluster:Cluster",
        "aws:docdb/clusterInstance:ClusterInstance",
        "aws:docdb/elasticCluster:ElasticCluster",
    ],
    monthly: [{ usd: 56.94, each: "db.t3.medium" }],
    source: "infracost docdb_cluster_instance",
    instead: "DynamoDB on demand",
    actions: ["docdb-elastic:CreateCluster"],
};

export const neptune: Footgun = {
    what: "a Neptune cluster",
    types: ["aws:neptune/cluster:Cluster", "aws:neptune/clusterInstance:ClusterInstance"],
    monthly: [{ usd: 81.76, each: "db.t3.medium" }],
    source: "infracost neptune_cluster_instance",
    instead: "a graph library over DynamoDB on demand",
    actions: ["neptune-graph:CreateGraph"],
};
