import type { Footgun } from "./footgun";

export const appRunner: Footgun = {
    what: "an App Runner service",
    types: ["aws:apprunner/service:Service"],
    monthly: [{ usd: 5, each: "GB of memory it keeps provisioned" }],
    source: "from memory (unchecked)",
    instead: "a Fargate Spot service of one task",
    actions: ["apprunner:CreateService"],
};

export const beanstalk: Footgun = {
    what: "an Elastic Beanstalk environment",
    types: ["aws:elasticbeanstalk/environment:Environment"],
    monthly: [{ usd: 16.43, each: "load balancer it makes, and its instances" }],
    source: "infracost lb",
    instead: "a Fargate Spot service of one task",
    actions: ["elasticbeanstalk:CreateEnvironment"],
};

export const lightsail: Footgun = {
    what: "a Lightsail instance, container service or database",
    types: [
        "aws:lightsail/instance:Instance",
        "aws:lightsail/containerService:ContainerService",
        "aws:lightsail/database:Database",
        "aws:lightsail/lb:Lb",
    ],
    monthly: [{ usd: 15, each: "small database" }],
    source: "from memory (unchecked)",
    instead: "a Fargate Spot service of one task",
    actions: [
        "lightsail:CreateInstances",
        "lightsail:CreateContainerService",
        "lightsail:CreateRelationalDatabase",
        "lightsail:CreateLoadBalancer",
    ],
};

export const batch: Footgun = {
    what: "a Batch compute environment",
    types: ["aws:batch/computeEnvironment:ComputeEnvironment"],
    monthly: [{ usd: 60.74, each: "t3.large that it keeps" }],
    source: "infracost autoscaling_group",
    instead: "./devmin run, a single task",
    actions: ["batch:CreateComputeEnvironment"],
};

export const emr: Footgun = {
    what: "an EMR cluster or application",
    types: ["aws:emr/cluster:Cluster", "aws:emrserverless/application:Application"],
    monthly: [{ usd: 210.24, each: "three m5.large, before EMR's own price" }],
    source: "infracost eks_node_group",
    instead: "Athena over S3, by the query",
    actions: ["elasticmapreduce:RunJobFlow", "emr-serverless:CreateApplication"],
};

export const glue: Footgun = {
    what: "a Glue job, crawler or development endpoint",
    types: ["aws:glue/job:Job", "aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint"],
    monthly: [{ usd: 642.4, each: "two DPUs that stay up" }],
    source: "from memory (unchecked)",
    instead: "./devmin run, a single task",
    actions: ["glue:CreateJob", "glue:CreateCrawler", "glue:CreateDevEndpoint"],
};

export const dms: Footgun = {
    what: "a replication instance",
    types: ["aws:dms/replicationInstance:ReplicationInstance", "aws:dms/replicationConfig:ReplicationConfig"],
    monthly: [{ usd: 26.28, each: "dms.t3.small" }],
    source: "infracost dms (unchecked)",
    instead: "./devmin run, a single task that copies",
    actions: ["dms:CreateReplicationInstance", "dms:CreateReplicationConfig"],
};

export const mwaa: Footgun = {
    what: "a managed Airflow environment",
    types: ["aws:mwaa/environment:Environment"],
    monthly: [{ usd: 357.7, each: "small environment, before its workers" }],
    source: "infracost mwaa_environment",
    instead: "EventBridge Scheduler, or Airflow in a task of the demo",
    actions: ["airflow:CreateEnvironment"],
};

export const sageMaker: Footgun = {
    what: "a SageMaker endpoint, notebook or app",
    types: [
        "aws:sagemaker/endpoint:Endpoint",
        "aws:sagemaker/notebookInstance:NotebookInstance",
        "aws:sagemaker/app:App",
    ],
    monthly: [{ usd: 84, each: "ml.m5.large" }],
    source: "from memory (unchecked)",
    instead: "a serverless model, by the token",
    actions: ["sagemaker:CreateEndpoint", "sagemaker:CreateNotebookInstance", "sagemaker:CreateApp"],
};

export const bedrockThroughput: Footgun = {
    what: "provisioned throughput of Bedrock",
    types: ["aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"],
    monthly: [{ usd: 15_000, each: "model unit" }],
    source: "from memory (unchecked)",
    instead: "the model on demand, by the token",
    actions: ["bedrock:CreateProvisionedModelThroughput"],
};

export const kendra: Footgun = {
    what: "a Kendra index",
    types: ["aws:kendra/index:Index"],
    monthly: [{ usd: 810, each: "index of the Developer edition" }],
    source: "from memory (unchecked)",
    instead: "a search library in a task of the demo",
    actions: ["kendra:CreateIndex"],
};

export const transferFamily: Footgun = {
    what: "a Transfer Family server",
    types: ["aws:transfer/server:Server"],
    monthly: [{ usd: 219, each: "protocol" }],
    source: "infracost transfer_server",
    instead: "S3 with presigned URLs",
    actions: ["transfer:CreateServer"],
};

export const grafana: Footgun = {
    what: "a managed Grafana or Prometheus workspace",
    types: ["aws:grafana/workspace:Workspace", "aws:amp/workspace:Workspace", "aws:amp/scraper:Scraper"],
    monthly: [{ usd: 9, each: "active editor" }],
    source: "infracost grafana_workspace",
    instead: "CloudWatch, or Grafana in a task of the demo",
    actions: ["grafana:CreateWorkspace", "aps:CreateWorkspace", "aps:CreateScraper"],
};
