import type { Declaration } from "./declaration";

const assume = (service: string) =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    });
const reads = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::devmin-artifacts/*" }],
});
const forThisAccount = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Principal: "*",
            Action: "sqs:SendMessage",
            Resource: "*",
            Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
        },
    ],
});
const permissionsBoundary = "arn:aws:iam::000000000000:policy/devmin-core-local-boundary-000000000000-us-east-1";

/** What a dev environment is made of: nobody may refuse any of these. Each property that decides is there, and right. */
export const cheap = {
    vpc: { type: "aws:ec2/vpc:Vpc", props: { cidrBlock: "10.0.0.0/16" } },
    subnet: {
        type: "aws:ec2/subnet:Subnet",
        props: { vpcId: "vpc-0", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true },
    },
    internetGateway: { type: "aws:ec2/internetGateway:InternetGateway", props: { vpcId: "vpc-0" } },
    routeTable: { type: "aws:ec2/routeTable:RouteTable", props: { vpcId: "vpc-0" } },
    route: {
        type: "aws:ec2/route:Route",
        props: { routeTableId: "rtb-0", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-0" },
    },
    routeTableAssociation: {
        type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
        props: { subnetId: "subnet-0", routeTableId: "rtb-0" },
    },
    gatewayEndpoint: {
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        props: { vpcId: "vpc-0", serviceName: "com.amazonaws.us-east-1.s3", vpcEndpointType: "Gateway" },
    },
    gatewayEndpointByDefault: {
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        props: { vpcId: "vpc-0", serviceName: "com.amazonaws.us-east-1.dynamodb" },
    },
    egressOnlyGateway: {
        type: "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
        props: { vpcId: "vpc-0" },
    },
    peering: {
        type: "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        props: { vpcId: "vpc-0", peerVpcId: "vpc-1" },
    },
    networkAcl: { type: "aws:ec2/networkAcl:NetworkAcl", props: { vpcId: "vpc-0" } },
    flowLog: { type: "aws:ec2/flowLog:FlowLog", props: { vpcId: "vpc-0", trafficType: "REJECT" } },
    securityGroup: { type: "aws:ec2/securityGroup:SecurityGroup", props: { vpcId: "vpc-0" } },
    securityGroupInside: {
        type: "aws:ec2/securityGroup:SecurityGroup",
        props: {
            vpcId: "vpc-0",
            ingress: [
                {
                    protocol: "tcp",
                    fromPort: 443,
                    toPort: 443,
                    cidrBlocks: ["10.0.0.0/16"],
                    ipv6CidrBlocks: ["fd00::/48"],
                },
            ],
            egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        },
    },
    ingressFromGroup: {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        props: { securityGroupId: "sg-0", ipProtocol: "tcp", referencedSecurityGroupId: "sg-1" },
    },
    ingressFromOffice: {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        props: { securityGroupId: "sg-0", ipProtocol: "tcp", cidrIpv4: "203.0.113.0/24" },
    },
    ruleOut: {
        type: "aws:ec2/securityGroupRule:SecurityGroupRule",
        props: {
            securityGroupId: "sg-0",
            type: "egress",
            protocol: "-1",
            fromPort: 0,
            toPort: 0,
            cidrBlocks: ["0.0.0.0/0"],
        },
    },
    egressToWorld: {
        type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        props: { securityGroupId: "sg-0", ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0" },
    },
    keyPair: { type: "aws:ec2/keyPair:KeyPair", props: { publicKey: "ssh-ed25519 AAAA" } },
    instance: {
        type: "aws:ec2/instance:Instance",
        props: {
            instanceType: "t4g.nano",
            creditSpecification: { cpuCredits: "standard" },
            rootBlockDevice: { volumeType: "gp3", volumeSize: 8 },
            ebsBlockDevices: [{ deviceName: "/dev/sdf", volumeType: "gp3", volumeSize: 4 }],
        },
    },
    spotInstance: { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { instanceType: "t3.micro" } },
    launchTemplate: {
        type: "aws:ec2/launchTemplate:LaunchTemplate",
        props: {
            instanceType: "t4g.micro",
            monitoring: { enabled: false },
            placement: { tenancy: "default" },
            blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3", volumeSize: 8 } }],
        },
    },
    launchConfiguration: {
        type: "aws:ec2/launchConfiguration:LaunchConfiguration",
        props: { imageId: "ami-0", instanceType: "t4g.nano" },
    },
    volume: {
        type: "aws:ebs/volume:Volume",
        props: { availabilityZone: "us-east-1a", type: "gp3", size: 10, iops: 3000, throughput: 125 },
    },
    fileSystem: { type: "aws:efs/fileSystem:FileSystem", props: { throughputMode: "bursting" } },
    ecsCluster: { type: "aws:ecs/cluster:Cluster", props: {} },
    ecsClusterWithoutInsights: {
        type: "aws:ecs/cluster:Cluster",
        props: { settings: [{ name: "containerInsights", value: "disabled" }] },
    },
    capacityProviders: {
        type: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        props: { clusterName: "c", capacityProviders: ["FARGATE_SPOT"] },
    },
    taskDefinition: {
        type: "aws:ecs/taskDefinition:TaskDefinition",
        props: {
            family: "f",
            cpu: "256",
            memory: "512",
            ephemeralStorage: { sizeInGib: 21 },
            containerDefinitions: JSON.stringify([
                {
                    name: "c",
                    image: "i",
                    environment: [
                        { name: "TOPICS", value: "pulse.events" },
                        { name: "SECRET_ARN", value: "arn:aws:secretsmanager:us-east-1:000000000000:secret:pulse" },
                    ],
                    secrets: [
                        {
                            name: "KAFKA_CREDENTIALS",
                            valueFrom: "arn:aws:secretsmanager:us-east-1:000000000000:secret:pulse",
                        },
                    ],
                },
            ]),
        },
    },
    service: {
        type: "aws:ecs/service:Service",
        props: {
            name: "pulse",
            taskDefinition: "f:1",
            desiredCount: 1,
            capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
        },
    },
    repository: { type: "aws:ecr/repository:Repository", props: { name: "r" } },
    targetGroup: { type: "aws:lb/targetGroup:TargetGroup", props: { port: 80, protocol: "HTTP", vpcId: "vpc-0" } },
    database: {
        type: "aws:rds/instance:Instance",
        props: {
            engine: "postgres",
            instanceClass: "db.t4g.micro",
            allocatedStorage: 20,
            storageType: "gp3",
            multiAz: false,
            backupRetentionPeriod: 1,
            publiclyAccessible: false,
        },
    },
    auroraThatPauses: {
        type: "aws:rds/cluster:Cluster",
        props: {
            engine: "aurora-postgresql",
            engineMode: "provisioned",
            serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 1 },
        },
    },
    auroraInstance: { type: "aws:rds/clusterInstance:ClusterInstance", props: { instanceClass: "db.serverless" } },
    databaseSubnets: { type: "aws:rds/subnetGroup:SubnetGroup", props: { subnetIds: ["subnet-0", "subnet-1"] } },
    tableOnDemand: {
        type: "aws:dynamodb/table:Table",
        props: { billingMode: "PAY_PER_REQUEST", hashKey: "id", pointInTimeRecovery: { enabled: false } },
    },
    logGroup: { type: "aws:cloudwatch/logGroup:LogGroup", props: { retentionInDays: 7 } },
    logGroupOfAMonth: { type: "aws:cloudwatch/logGroup:LogGroup", props: { retentionInDays: 30 } },
    alarm: {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        props: { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, period: 300 },
    },
    eventRule: { type: "aws:cloudwatch/eventRule:EventRule", props: { scheduleExpression: "rate(1 hour)" } },
    eventTarget: {
        type: "aws:cloudwatch/eventTarget:EventTarget",
        props: { rule: "r", arn: "arn:aws:sqs:us-east-1:000000000000:q" },
    },
    schedule: {
        type: "aws:scheduler/schedule:Schedule",
        props: {
            scheduleExpression: "at(2026-11-24T18:00:00)",
            flexibleTimeWindow: { mode: "OFF" },
            target: {
                arn: "arn:aws:scheduler:::aws-sdk:ecs:updateService",
                roleArn: "arn:aws:iam::000000000000:role/r",
                input: JSON.stringify({ Cluster: "c", Service: "pulse", DesiredCount: 0 }),
            },
        },
    },
    topic: { type: "aws:sns/topic:Topic", props: {} },
    topicSubscription: {
        type: "aws:sns/topicSubscription:TopicSubscription",
        props: { topic: "t", protocol: "sqs", endpoint: "q" },
    },
    queue: { type: "aws:sqs/queue:Queue", props: {} },
    queueForThisAccount: { type: "aws:sqs/queuePolicy:QueuePolicy", props: { queueUrl: "q", policy: forThisAccount } },
    lambda: {
        type: "aws:lambda/function:Function",
        props: { role: "r", runtime: "nodejs22.x", memorySize: 256, environment: { variables: { TABLE: "t" } } },
    },
    lambdaPermission: {
        type: "aws:lambda/permission:Permission",
        props: { action: "lambda:InvokeFunction", function: "f", principal: "events.amazonaws.com" },
    },
    functionUrl: {
        type: "aws:lambda/functionUrl:FunctionUrl",
        props: { functionName: "f", authorizationType: "AWS_IAM" },
    },
    restApi: { type: "aws:apigateway/restApi:RestApi", props: {} },
    apiStage: { type: "aws:apigateway/stage:Stage", props: { restApi: "a", deployment: "d", stageName: "s" } },
    httpApi: { type: "aws:apigatewayv2/api:Api", props: { protocolType: "HTTP" } },
    stateMachine: { type: "aws:sfn/stateMachine:StateMachine", props: { roleArn: "r", definition: "{}" } },
    parameter: { type: "aws:ssm/parameter:Parameter", props: { type: "String", value: "v" } },
    role: {
        type: "aws:iam/role:Role",
        props: { assumeRolePolicy: assume("ecs-tasks.amazonaws.com"), permissionsBoundary },
    },
    rolePolicy: { type: "aws:iam/rolePolicy:RolePolicy", props: { role: "r", policy: reads } },
    policy: { type: "aws:iam/policy:Policy", props: { name: "p", policy: reads } },
    boundary: {
        type: "aws:iam/policy:Policy",
        props: {
            name: "devmin-core-local-boundary-000000000000-us-east-1",
            policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [
                    { Effect: "Allow", Action: "*", Resource: "*" },
                    { Effect: "Deny", Action: "iam:CreateUser", Resource: "*" },
                ],
            }),
        },
    },
    policyAttachment: {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        props: { role: "r", policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy" },
    },
    instanceProfile: { type: "aws:iam/instanceProfile:InstanceProfile", props: { role: "r" } },
    oidcProvider: {
        type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        props: { url: "https://token.example" },
    },
    object: { type: "aws:s3/bucketObjectv2:BucketObjectv2", props: { bucket: "b", key: "k", content: "c" } },
    secret: { type: "aws:secretsmanager/secret:Secret", props: { recoveryWindowInDays: 0 } },
    secretVersion: {
        type: "aws:secretsmanager/secretVersion:SecretVersion",
        props: { secretId: "s", secretString: "s3cret" },
    },
    keyAlias: { type: "aws:kms/alias:Alias", props: { name: "alias/a", targetKeyId: "k" } },
    budget: {
        type: "aws:budgets/budget:Budget",
        props: { budgetType: "COST", limitAmount: "25", limitUnit: "USD", timeUnit: "MONTHLY" },
    },
    trail: { type: "aws:cloudtrail/trail:Trail", props: { s3BucketName: "b" } },
    address: { type: "aws:ec2/eip:Eip", props: { domain: "vpc" } },
    zone: { type: "aws:route53/zone:Zone", props: { name: "dev.example" } },
    accountBlock: {
        type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        props: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    },
    flinkPool: {
        type: "confluentcloud:index/flinkComputePool:FlinkComputePool",
        props: { displayName: "f", maxCfu: 5 },
    },
    stoppedStatement: {
        type: "confluentcloud:index/flinkStatement:FlinkStatement",
        props: { statement: "SELECT 1;", stopped: true },
    },
    connector: {
        type: "confluentcloud:index/connector:Connector",
        props: { configNonsensitive: { "connector.class": "DatagenSource", "tasks.max": "1" } },
    },
    schema: { type: "confluentcloud:index/schema:Schema", props: { subjectName: "s", format: "AVRO", schema: "{}" } },
    tag: { type: "confluentcloud:index/tag:Tag", props: { name: "t" } },
    environment: {
        type: "confluentcloud:index/environment:Environment",
        props: { displayName: "e", streamGovernance: { package: "ESSENTIALS" } },
    },
    kafkaCluster: {
        type: "confluentcloud:index/kafkaCluster:KafkaCluster",
        props: {
            displayName: "c",
            availability: "SINGLE_ZONE",
            cloud: "AWS",
            region: "us-east-1",
            basic: { maxEcku: 1 },
        },
    },
    kafkaTopic: {
        type: "confluentcloud:index/kafkaTopic:KafkaTopic",
        props: { topicName: "t", partitionsCount: 3, config: { "retention.ms": "3600000" } },
    },
    kmsKey: { type: "aws:kms/key:Key", props: { enableKeyRotation: true } },
} satisfies Record<string, Declaration>;
