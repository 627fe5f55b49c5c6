import type { CostlyResource } from "../denied-resource";

export const appRunner: CostlyResource = {
    label: "an App Runner service",
    types: ["aws:apprunner/service:Service"],
    monthly: [{ usd: 5, unit: "GB of provisioned memory" }],
    source: "from memory (unchecked)",
    alternative: "a Fargate Spot service of one task",
    actions: ["apprunner:CreateService"],
};

export const beanstalk: CostlyResource = {
    label: "an Elastic Beanstalk environment",
    types: ["aws:elasticbeanstalk/environment:Environment"],
    monthly: [{ usd: 16.43, unit: "load balancer (without its instances)" }],
    source: "infracost lb",
    alternative: "a Fargate Spot service of one task",
    actions: ["elasticbeanstalk:CreateEnvironment"],
};

export const lightsail: CostlyResource = {
    label: "a Lightsail instance, container service or database",
    types: [
        "aws:lightsail/instance:Instance",
        "aws:lightsail/containerService:ContainerService",
        "aws:lightsail/database:Database",
        "aws:lightsail/lb:Lb",
    ],
    monthly: [{ usd: 15, unit: "small database" }],
    source: "from memory (unchecked)",
    alternative: "a Fargate Spot service of one task",
    actions: [
        "lightsail:CreateInstances",
        "lightsail:CreateContainerService",
        "lightsail:CreateRelationalDatabase",
        "lightsail:CreateLoadBalancer",
    ],
};

export const batch: CostlyResource = {
    label: "a Batch compute environment",
    types: ["aws:batch/computeEnvironment:ComputeEnvironment"],
    monthly: [{ usd: 60.74, unit: "t3.large" }],
    source: "infracost autoscaling_group",
    alternative: "./devmin run (a single task)",
    actions: ["batch:CreateComputeEnvironment"],
};

export const emr: CostlyResource = {
    label: "an EMR cluster or application",
    types: ["aws:emr/cluster:Cluster", "aws:emrserverless/application:Application"],
    monthly: [{ usd: 210.24, unit: "three m5.large (without the EMR fee)" }],
    source: "infracost eks_node_group",
    alternative: "Athena over S3 (billed per query)",
    actions: ["elasticmapreduce:RunJobFlow", "emr-serverless:CreateApplication"],
};

export const glue: CostlyResource = {
    label: "a Glue job, crawler or development endpoint",
    types: ["aws:glue/job:Job", "aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint"],
    monthly: [{ usd: 642.4, unit: "two running DPUs" }],
    source: "from memory (unchecked)",
    alternative: "./devmin run (a single task)",
    actions: ["glue:CreateJob", "glue:CreateCrawler", "glue:CreateDevEndpoint"],
};

export const dms: CostlyResource = {
    label: "a replication instance",
    types: ["aws:dms/replicationInstance:ReplicationInstance", "aws:dms/replicationConfig:ReplicationConfig"],
    monthly: [{ usd: 26.28, unit: "dms.t3.small" }],
    source: "infracost dms (unchecked)",
    alternative: "./devmin run (a single task that copies the data)",
    actions: ["dms:CreateReplicationInstance", "dms:CreateReplicationConfig"],
};

export const mwaa: CostlyResource = {
    label: "a managed Airflow environment",
    types: ["aws:mwaa/environment:Environment"],
    monthly: [{ usd: 357.7, unit: "small environment (without workers)" }],
    source: "infracost mwaa_environment",
    alternative: "EventBridge Scheduler or Airflow in a demo task",
    actions: ["airflow:CreateEnvironment"],
};

export const sageMaker: CostlyResource = {
    label: "a SageMaker endpoint, notebook or app",
    types: [
        "aws:sagemaker/endpoint:Endpoint",
        "aws:sagemaker/notebookInstance:NotebookInstance",
        "aws:sagemaker/app:App",
    ],
    monthly: [{ usd: 84, unit: "ml.m5.large" }],
    source: "from memory (unchecked)",
    alternative: "a serverless model (billed per token)",
    actions: ["sagemaker:CreateEndpoint", "sagemaker:CreateNotebookInstance", "sagemaker:CreateApp"],
};

export const bedrockThroughput: CostlyResource = {
    label: "Bedrock provisioned throughput",
    types: ["aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"],
    monthly: [{ usd: 15_000, unit: "model unit" }],
    source: "from memory (unchecked)",
    alternative: "the on-demand model (billed per token)",
    actions: ["bedrock:CreateProvisionedModelThroughput"],
};

export const kendra: CostlyResource = {
    label: "a Kendra index",
    types: ["aws:kendra/index:Index"],
    monthly: [{ usd: 810, unit: "Developer edition index" }],
    source: "from memory (unchecked)",
    alternative: "a search library in a demo task",
    actions: ["kendra:CreateIndex"],
};

export const transferFamily: CostlyResource = {
    label: "a Transfer Family server",
    types: ["aws:transfer/server:Server"],
    monthly: [{ usd: 219, unit: "protocol" }],
    source: "infracost transfer_server",
    alternative: "S3 with presigned URLs",
    actions: ["transfer:CreateServer"],
};

export const grafana: CostlyResource = {
    label: "a managed Grafana or Prometheus workspace",
    types: ["aws:grafana/workspace:Workspace", "aws:amp/workspace:Workspace", "aws:amp/scraper:Scraper"],
    monthly: [{ usd: 9, unit: "active editor" }],
    source: "infracost grafana_workspace",
    alternative: "CloudWatch or Grafana in a demo task",
    actions: ["grafana:CreateWorkspace", "aps:CreateWorkspace", "aps:CreateScraper"],
};
