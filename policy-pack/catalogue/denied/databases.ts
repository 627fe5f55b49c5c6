import { type CostlyResource, mustBeAbsent, mustBeOff } from "../denied-resource";

export const dynamoTable: CostlyResource = {
    label: "a DynamoDB table with provisioned capacity, replicas or point-in-time recovery",
    types: ["aws:dynamodb/table:Table"],
    constraints: {
        billingMode: { oneOf: ["PAY_PER_REQUEST"] },
        replicas: mustBeAbsent,
        "pointInTimeRecovery?.enabled": mustBeOff,
    },
    monthly: [
        { usd: 0.0949, unit: "read capacity unit" },
        { usd: 0.4745, unit: "write capacity unit" },
    ],
    usage: [{ usd: 0.2, unit: "GB with point-in-time recovery a month" }],
    source: "infracost dynamodb_table",
    alternative: "billingMode PAY_PER_REQUEST in one region",
    actions: ["dynamodb:CreateTable", "dynamodb:UpdateTable", "dynamodb:UpdateContinuousBackups"],
};

export const dynamoReplica: CostlyResource = {
    label: "a DynamoDB replica in another region",
    types: ["aws:dynamodb/globalTable:GlobalTable", "aws:dynamodb/tableReplica:TableReplica"],
    monthly: [{ usd: 0.4745, unit: "write capacity unit in each region" }],
    source: "infracost dynamodb_table",
    alternative: "the table in one region",
    actions: ["dynamodb:CreateGlobalTable", "dynamodb:CreateTableReplica"],
};

export const dax: CostlyResource = {
    label: "a DAX cluster",
    types: ["aws:dax/cluster:Cluster"],
    monthly: [{ usd: 29.2, unit: "dax.t3.small node" }],
    source: "from memory (unchecked)",
    alternative: "DynamoDB itself",
    actions: ["dax:CreateCluster"],
};

export const openSearch: CostlyResource = {
    label: "an OpenSearch domain",
    types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
    monthly: [
        { usd: 26, unit: "t3.small.search node" },
        { usd: 1285.5, unit: "three c4.2xlarge" },
    ],
    source: "infracost opensearch_domain, teamaws.com",
    alternative: "CloudWatch Logs Insights or the engine in a demo task",
    actions: ["es:CreateDomain", "es:CreateElasticsearchDomain"],
};

export const openSearchServerless: CostlyResource = {
    label: "an OpenSearch Serverless collection",
    types: [
        "aws:opensearch/serverlessCollection:ServerlessCollection",
        "aws:opensearch/serverlessCollectionGroup:ServerlessCollectionGroup",
    ],
    monthly: [
        { usd: 175, unit: "OCU without standby" },
        { usd: 350, unit: "pair of OCUs (the default)" },
    ],
    source: "aws.amazon.com big-data blog, c3x.dev",
    alternative: "CloudWatch Logs Insights or the engine in a demo task",
    actions: ["aoss:CreateCollection"],
};

export const elastiCache: CostlyResource = {
    label: "an ElastiCache cache",
    types: [
        "aws:elasticache/cluster:Cluster",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
        "aws:elasticache/reservedCacheNode:ReservedCacheNode",
    ],
    monthly: [{ usd: 227.8, unit: "two cache.m4.large" }],
    source: "infracost elasticache_cluster",
    alternative: "a cache in a demo task",
    actions: [
        "elasticache:CreateCacheCluster",
        "elasticache:CreateReplicationGroup",
        "elasticache:CreateGlobalReplicationGroup",
        "elasticache:PurchaseReservedCacheNodesOffering",
    ],
};

export const elastiCacheServerless: CostlyResource = {
    label: "a serverless ElastiCache cache",
    types: ["aws:elasticache/serverlessCache:ServerlessCache"],
    monthly: [{ usd: 90, unit: "cache (minimum)" }],
    source: "from memory (unchecked)",
    alternative: "a cache in a demo task",
    actions: ["elasticache:CreateServerlessCache"],
};

export const memoryDb: CostlyResource = {
    label: "a MemoryDB cluster",
    types: ["aws:memorydb/cluster:Cluster", "aws:memorydb/multiRegionCluster:MultiRegionCluster"],
    monthly: [{ usd: 227.8, unit: "two nodes (at ElastiCache's price)" }],
    source: "infracost elasticache_cluster (unchecked)",
    alternative: "a cache in a demo task",
    actions: ["memorydb:CreateCluster", "memorydb:CreateMultiRegionCluster"],
};

export const redshift: CostlyResource = {
    label: "a Redshift cluster or workgroup",
    types: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
    monthly: [{ usd: 730, unit: "four dc2.large" }],
    source: "infracost redshift_cluster",
    alternative: "Athena over S3 (billed per query)",
    actions: ["redshift:CreateCluster", "redshift-serverless:CreateWorkgroup"],
};
