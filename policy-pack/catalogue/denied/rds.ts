import { type Constraint, type CostlyResource, mustBeAbsent, mustBeOff } from "../denied-resource";

const instanceClassConstraint: Constraint = { oneOf: ["db.t4g.micro", "db.t3.micro"], setting: "databaseClasses" };
const monitoringConstraints: Record<string, Constraint> = {
    performanceInsightsRetentionPeriod: { atMost: 7, optional: true },
    monitoringInterval: { atMost: 0, optional: true },
};
const backupRetentionConstraint: Constraint = { atMost: 7, optional: true, setting: "maxBackupDays" };

export const rdsInstance: CostlyResource = {
    label: "an RDS instance",
    types: ["aws:rds/instance:Instance"],
    constraints: {
        instanceClass: instanceClassConstraint,
        multiAz: mustBeOff,
        allocatedStorage: { atMost: 30, setting: "maxDatabaseGb" },
        maxAllocatedStorage: { atMost: 30, optional: true, setting: "maxDatabaseGb" },
        storageType: { oneOf: ["gp3", "gp2"], optional: true },
        iops: { atMost: 3000, optional: true },
        storageThroughput: { atMost: 125, optional: true },
        replicateSourceDb: mustBeAbsent,
        backupRetentionPeriod: backupRetentionConstraint,
        ...monitoringConstraints,
    },
    monthly: [
        { usd: 11.68, unit: "db.t4g.micro" },
        { usd: 23.36, unit: "db.t4g.small" },
        { usd: 47.45, unit: "db.t4g.small in two zones" },
        { usd: 198.6, unit: "db.t3.large in two zones" },
    ],
    source: "infracost db_instance",
    alternative: "a db.t4g.micro in one zone or DynamoDB on demand",
    actions: [
        "rds:CreateDBInstance",
        "rds:CreateDBInstanceReadReplica",
        "rds:RestoreDBInstance*",
        "rds:ModifyDBInstance",
    ],
};

export const rdsCluster: CostlyResource = {
    label: "an Aurora or Multi-AZ cluster",
    types: ["aws:rds/cluster:Cluster"],
    constraints: {
        dbClusterInstanceClass: mustBeAbsent,
        "serverlessv2ScalingConfiguration?.minCapacity": { atMost: 0 },
        "serverlessv2ScalingConfiguration?.maxCapacity": { atMost: 2, setting: "maxAuroraCapacity" },
        "scalingConfiguration?.minCapacity": { atMost: 0 },
        allocatedStorage: mustBeAbsent,
        iops: mustBeAbsent,
        storageType: mustBeAbsent,
        replicationSourceIdentifier: mustBeAbsent,
        globalClusterIdentifier: mustBeAbsent,
        backupRetentionPeriod: backupRetentionConstraint,
        ...monitoringConstraints,
    },
    monthly: [{ usd: 43.8, unit: "half an ACU that never pauses" }],
    usage: [{ usd: 0.12, unit: "ACU-hour" }],
    source: "infracost rds_cluster_instance",
    alternative: "a minimum capacity of 0 (the cluster pauses)",
    actions: ["rds:CreateDBCluster", "rds:RestoreDBCluster*", "rds:ModifyDBCluster"],
};

export const rdsClusterInstance: CostlyResource = {
    label: "an instance of an Aurora cluster",
    types: ["aws:rds/clusterInstance:ClusterInstance"],
    constraints: {
        instanceClass: { oneOf: ["db.serverless", "db.t4g.medium"], setting: "auroraClasses" },
        ...monitoringConstraints,
    },
    monthly: [{ usd: 53.29, unit: "db.t4g.medium" }],
    source: "infracost rds_cluster_instance (unchecked)",
    alternative: "db.serverless with a minimum capacity of 0",
    actions: ["rds:CreateDBInstance"],
};

export const rdsProxy: CostlyResource = {
    label: "an RDS proxy",
    types: ["aws:rds/proxy:Proxy"],
    monthly: [{ usd: 21.9, unit: "database of two vCPUs" }],
    source: "from memory (unchecked)",
    alternative: "a connection pool in the program",
    actions: ["rds:CreateDBProxy"],
};

export const rdsGlobalAndReserved: CostlyResource = {
    label: "an RDS global database, shard group, reserved instance or backup replication",
    types: [
        "aws:rds/globalCluster:GlobalCluster",
        "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        "aws:rds/reservedInstance:ReservedInstance",
        "aws:rds/shardGroup:ShardGroup",
        "aws:docdb/globalCluster:GlobalCluster",
        "aws:neptune/globalCluster:GlobalCluster",
    ],
    monthly: [{ usd: 198.6, unit: "db.t3.large in two zones" }],
    source: "infracost db_instance",
    alternative: "one small database in one region",
    actions: [
        "rds:CreateGlobalCluster",
        "rds:StartDBInstanceAutomatedBackupsReplication",
        "rds:PurchaseReservedDBInstancesOffering",
        "rds:CreateDBShardGroup",
    ],
};

export const docDb: CostlyResource = {
    label: "a DocumentDB cluster",
    types: [
        "aws:docdb/cluster:Cluster",
        "aws:docdb/clusterInstance:ClusterInstance",
        "aws:docdb/elasticCluster:ElasticCluster",
    ],
    monthly: [{ usd: 56.94, unit: "db.t3.medium" }],
    source: "infracost docdb_cluster_instance",
    alternative: "DynamoDB on demand",
    actions: ["docdb-elastic:CreateCluster"],
};

export const neptune: CostlyResource = {
    label: "a Neptune cluster",
    types: ["aws:neptune/cluster:Cluster", "aws:neptune/clusterInstance:ClusterInstance"],
    monthly: [{ usd: 81.76, unit: "db.t3.medium" }],
    source: "infracost neptune_cluster_instance",
    alternative: "a graph library over DynamoDB on demand",
    actions: ["neptune-graph:CreateGraph"],
};
