import { absent, type Footgun, off } from "./footgun";

export const dynamoTable: Footgun = {
    what: "a DynamoDB table of provisioned capacity, with replicas or continuous backups",
    types: ["aws:dynamodb/table:Table"],
    decides: {
        billingMode: { oneOf: ["PAY_PER_REQUEST"] },
        replicas: absent,
        "pointInTimeRecovery?.enabled": off,
    },
    monthly: [
        { usd: 0.0949, each: "read capacity unit" },
        { usd: 0.4745, each: "write capacity unit" },
    ],
    usage: [{ usd: 0.2, each: "GB with point-in-time recovery a month" }],
    source: "infracost dynamodb_table",
    instead: "billingMode PAY_PER_REQUEST in one region",
    actions: ["dynamodb:CreateTable", "dynamodb:UpdateTable", "dynamodb:UpdateContinuousBackups"],
};

export const dynamoReplica: Footgun = {
    what: "a DynamoDB table's replica in another region",
    types: ["aws:dynamodb/globalTable:GlobalTable", "aws:dynamodb/tableReplica:TableReplica"],
    monthly: [{ usd: 0.4745, each: "write capacity unit, again in each region" }],
    source: "infracost dynamodb_table",
    instead: "the table in one region",
    actions: ["dynamodb:CreateGlobalTable", "dynamodb:CreateTableReplica"],
};

export const dax: Footgun = {
    what: "a DAX cluster",
    types: ["aws:dax/cluster:Cluster"],
    monthly: [{ usd: 29.2, each: "dax.t3.small node" }],
    source: "from memory (unchecked)",
    instead: "DynamoDB itself",
    actions: ["dax:CreateCluster"],
};

export const openSearch: Footgun = {
    what: "an OpenSearch domain",
    types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
    monthly: [
        { usd: 26, each: "t3.small.search node" },
        { usd: 1285.5, each: "three c4.2xlarge" },
    ],
    source: "infracost opensearch_domain, teamaws.com",
    instead: "CloudWatch Logs Insights, or the engine in a task of the demo",
    actions: ["es:CreateDomain", "es:CreateElasticsearchDomain"],
};

export const openSearchServerless: Footgun = {
    what: "an OpenSearch Serverless collection",
    types: [
        "aws:opensearch/serverlessCollection:ServerlessCollection",
        "aws:opensearch/serverlessCollectionGroup:ServerlessCollectionGroup",
    ],
    monthly: [
        { usd: 175, each: "OCU, without standby" },
        { usd: 350, each: "pair of OCUs, which is the default" },
    ],
    source: "aws.amazon.com big-data blog, c3x.dev",
    instead: "CloudWatch Logs Insights, or the engine in a task of the demo",
    actions: ["aoss:CreateCollection"],
};

export const elastiCache: Footgun = {
    what: "an ElastiCache cache",
    types: [
        "aws:elasticache/cluster:Cluster",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
        "aws:elasticache/reservedCacheNode:ReservedCacheNode",
    ],
    monthly: [{ usd: 227.8, each: "two cache.m4.large" }],
    source: "infracost elasticache_cluster",
    instead: "the cache in a task of the demo",
    actions: [
        "elasticache:CreateCacheCluster",
        "elasticache:CreateReplicationGroup",
        "elasticache:CreateGlobalReplicationGroup",
        "elasticache:PurchaseReservedCacheNodesOffering",
    ],
};

export const elastiCacheServerless: Footgun = {
    what: "a serverless ElastiCache cache",
    types: ["aws:elasticache/serverlessCache:ServerlessCache"],
    monthly: [{ usd: 90, each: "cache at its floor" }],
    source: "from memory (unchecked)",
    instead: "the cache in a task of the demo",
    actions: ["elasticache:CreateServerlessCache"],
};

export const memoryDb: Footgun = {
    what: "a MemoryDB cluster",
    types: ["aws:memorydb/cluster:Cluster", "aws:memorydb/multiRegionCluster:MultiRegionCluster"],
    monthly: [{ usd: 227.8, each: "two nodes, at ElastiCache's price" }],
    source: "infracost elasticache_cluster (unchecked)",
    instead: "the cache in a task of the demo",
    actions: ["memorydb:CreateCluster", "memorydb:CreateMultiRegionCluster"],
};

export const redshift: Footgun = {
    what: "a Redshift cluster or workgroup",
    types: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
    monthly: [{ usd: 730, each: "four dc2.large" }],
    source: "infracost redshift_cluster",
    instead: "Athena over S3, by the query",
    actions: ["redshift:CreateCluster", "redshift-serverless:CreateWorkgroup"],
};
