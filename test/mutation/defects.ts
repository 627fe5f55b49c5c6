import type { Defect } from "./run-defect";

/** Defects that must not go unnoticed, and the guard of each. A row names its target by symbol, so that only a rename affects it. */
export const defects: readonly Defect[] = [
    {
        title: "evidence is not locked",
        file: "core/index.ts",
        symbol: "evidence",
        remove: "property retentionDays",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core enables Object Lock on the evidence bucket only"],
        },
    },
    {
        title: "evidence may be retained for zero days",
        file: "core/config.ts",
        symbol: "settingValues",
        set: "property evidenceRetentionDays > argument 1",
        to: "0",
        guard: { test: "test/core/core.test.ts", failingTests: ["core retains evidence for at least a day"] },
    },
    {
        title: "versioning is suspended",
        file: "core/bucket.ts",
        symbol: "Bucket.versioning",
        set: "property status",
        to: '"Suspended"',
        guard: { test: "test/core/core.test.ts", failingTests: ["core enables versioning on every bucket"] },
    },
    {
        title: "core is not protected",
        file: "core/index.ts",
        symbol: "persistentOptions",
        remove: "property protect",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core protects all resources and components, so that a refused destroy has deleted nothing"],
        },
    },
    {
        title: "a lifecycle rule deletes the current states",
        file: "core/index.ts",
        symbol: "state",
        insert: "expiration: { days: stateHistoryDays }",
        after: "property noncurrentVersionExpiration",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core lets artifacts expire, but neither states nor evidence"],
        },
    },
    {
        title: "a bucket's policy may open it to the public",
        file: "core/bucket.ts",
        symbol: "Bucket.publicAccessBlock",
        set: "property restrictPublicBuckets",
        to: "false",
        guard: { test: "test/core/core.test.ts", failingTests: ["core blocks public access to every bucket"] },
    },
    {
        title: "buckets allow plain HTTP",
        file: "core/bucket-policy.ts",
        symbol: "buildBucketPolicy",
        set: "property aws:SecureTransport",
        to: '"nothing"',
        guard: { test: "test/core/bucket-policy.test.ts", failingTests: ["the bucket policy denies plain HTTP"] },
    },
    {
        title: "core's roles have no boundary",
        file: "core/iam/roles.ts",
        symbol: "Roles.role",
        remove: "property permissionsBoundary",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core creates roles for deployers, auditor and previews, each with the boundary"],
        },
    },
    {
        title: "Budgets cannot encrypt its alarm, so it does not arrive",
        file: "core/iam/service-principals.ts",
        symbol: "listServiceGrants",
        remove: 'element "AllowBudgetsEncrypt"',
        guard: {
            test: "test/core/iam/service-principals.test.ts",
            failingTests: ["the policies for AWS services have a test for each statement"],
        },
    },
    {
        title: "a pull request can decrypt kafka's secrets",
        file: "core/iam/layer-secrets.ts",
        symbol: "decryptableLayers",
        insert: '"kafka"',
        after: 'property preview > element "demo"',
        guard: {
            test: "test/core/iam/roles.test.ts",
            failingTests: ["the role preview cannot decrypt Pulumi secrets of kafka"],
        },
    },
    {
        title: "any branch of the repository can deploy",
        file: "core/iam/trust-policy.ts",
        symbol: "buildWorkflowStatement",
        set: 'text "ref:refs/heads/"',
        to: '"ref:refs/heads/*"',
        guard: {
            test: "test/core/core.test.ts",
            failingTests: [
                "core with a GitHub repository lets its branch assume the deployers and the auditor, and a pull request the preview",
            ],
        },
    },
    {
        title: "a layer can decrypt another layer's secrets",
        file: "ops/environment.ts",
        symbol: "buildSecretsProviderUrl",
        set: 'text "&context_layer="',
        to: "kmsKeyUrl",
        guard: {
            test: "test/ops/environment.test.ts",
            failingTests: [
                "an environment has the URLs of its states and its key from core's configuration alone",
                "an environment keeps the encryption context that the summary's stack configurations have",
            ],
        },
    },
    {
        title: "a deploy role can run tasks after the budget is spent",
        file: "core/iam/budget-deny.ts",
        symbol: "overBudgetDenies",
        remove: 'element "RunTask"',
        guard: {
            test: "test/core/iam/budget-deny.test.ts",
            failingTests: [
                "the over-budget policy denies every call of deploy-demo in an end-to-end run that creates something",
                "the over-budget policy denies ecs:RunTask to deploy-demo by DenyNewTasks only",
            ],
        },
    },
    {
        title: "a devmin role can create access keys for users",
        file: "lib/denies.ts",
        symbol: "buildDenies",
        remove: 'element "iam:*AccessKey"',
        guard: {
            test: "test/core/iam/boundary.test.ts",
            failingTests: [
                "within the boundary, whatever a role's own policy says, iam:CreateAccessKey is denied by DenyLongLivedIdentities only",
            ],
        },
    },
    {
        title: "credentials of another account are accepted",
        file: "lib/aws-provider.ts",
        symbol: "createAwsProvider",
        remove: "property allowedAccountIds",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core is limited to its account and tags its resources"],
        },
    },
    {
        title: "resources have no tags",
        file: "lib/aws-provider.ts",
        symbol: "createAwsProvider",
        set: "property tags",
        to: "{}",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core is limited to its account and tags its resources"],
        },
    },
    {
        title: "a layer can read another layer's secret",
        file: "lib/stack-outputs.ts",
        symbol: "requirePlainOutput",
        set: "condition signatureKey",
        to: "false",
        guard: {
            test: "test/lib/stack-outputs.test.ts",
            failingTests: [
                "outputs of another layer read from the state, without access to secrets, are refused if they contain a secret anywhere",
            ],
        },
    },
    {
        title: "a lease may be of any length",
        file: "lib/lease.ts",
        symbol: "findLeaseProblem",
        set: "condition maxHours",
        to: "remainingMs > 0",
        guard: {
            test: "test/lib/lease.test.ts",
            failingTests: ["a lease until 2026-11-25T00:00:01Z is refused at noon"],
        },
    },
    {
        title: "a schedule stops another service",
        file: "demo/lease.ts",
        symbol: "Lease.schedule",
        set: "property Service",
        to: "name",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo stops every service at the configured end of the lease"],
        },
    },
    {
        title: "a schedule runs every hour without an end",
        file: "demo/lease.ts",
        symbol: "Lease.schedule",
        set: "property scheduleExpression",
        to: '"rate(1 hour)"',
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo stops every service at the configured end of the lease"],
        },
    },
    {
        title: "a service starts before its lease's schedule exists",
        file: "demo/index.ts",
        symbol: "serviceEntries",
        remove: "call FargateService > property dependsOn",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo creates the schedule that stops a service before the service"],
        },
    },
    {
        title: "a task's roles have no boundary",
        file: "demo/task-roles.ts",
        symbol: "TaskRoles.role",
        remove: "property permissionsBoundary",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: [
                "demo creates roles for AWS services in this account only, with the boundary and without wildcards",
            ],
        },
    },
    {
        title: "a service may read its latest bundle alone, not that of a task that an update has not replaced yet",
        file: "demo/bundle.ts",
        symbol: "Bundle.constructor",
        set: "statement arnPattern",
        to: "this.arnPattern = object.arn;",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: [
                "demo lets a service read its earlier bundles, as its tasks are restarted until an update replaces them",
            ],
        },
    },
    {
        title: "a log group never expires",
        file: "demo/fargate-service.ts",
        symbol: "FargateService.constructor.logGroup",
        remove: "property retentionInDays",
        guard: { test: "test/demo/demo.test.ts", failingTests: ["demo retains logs for the configured days"] },
    },
    {
        title: "a resource of demo is protected",
        file: "demo/index.ts",
        symbol: "ephemeralOptions",
        insert: "protect: true",
        after: "property providers",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo protects and retains nothing, so that it can always be destroyed"],
        },
    },
    {
        title: "a crashing program is restarted without end",
        file: "demo/fargate-service.ts",
        symbol: "FargateService.ecsService",
        set: "property deploymentCircuitBreaker > property enable",
        to: "false",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo stops a service whose program keeps crashing, and fails the update"],
        },
    },
    {
        title: "a resource without a known price counts as free, silently",
        file: "policy-pack/rules/cost/max-stack-cost.ts",
        symbol: "maxStackCost",
        set: "condition unpriced",
        to: "false",
        guard: {
            test: "test/policy-pack/rules/cost/max-stack-cost.test.ts",
            failingTests: [
                "policy max-stack-cost treats values that depend on another resource as unknown, in whole or in part",
                "policy max-stack-cost denies a stack with an unknown cost or an unknown price",
            ],
        },
    },
    {
        title: "all layers together have no cost ceiling",
        file: "lib/cost.ts",
        symbol: "summarizeCosts",
        set: "condition ceiling",
        to: "false",
        guard: {
            test: "test/lib/cost.test.ts",
            failingTests: ["cost of all layers is refused above the ceiling, with the cost of each layer"],
        },
    },
    {
        title: "a cluster spans zones, and costs by the hour",
        file: "kafka/cluster.ts",
        symbol: "Cluster",
        set: "property availability",
        to: '"MULTI_ZONE"',
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka creates one Basic, single-zone cluster of at most one eCKU"],
        },
    },
    {
        title: "a rotation deletes the old key first",
        file: "kafka/api-keys.ts",
        symbol: "createApiKeys",
        set: "condition previous",
        to: "false",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka with two key generations of an account creates both keys, named by their generation"],
        },
    },
    {
        title: "credentials exist before and after their ACLs",
        file: "kafka/application-access.ts",
        symbol: "ApplicationAccess",
        remove: "call SecretVersion > property dependsOn",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka creates credentials in the secret after the permissions, and deletes them before"],
        },
    },
    {
        title: "the manager loses its role before the resources it created are deleted",
        file: "kafka/manager.ts",
        symbol: "Manager",
        remove: "call Provider > property dependsOn",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka creates the manager's provider after the permissions, and deletes them before"],
        },
    },
    {
        title: "a topic shrinks and loses its records",
        file: "kafka/topics.ts",
        symbol: "assertPartitionsNotReduced",
        set: "condition partitions",
        to: "true",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka refuses to reduce the partitions of a topic, as that would replace it"],
        },
    },
    {
        title: "an unknown value passes a policy",
        file: "policy-pack/runtime/catch-unknown.ts",
        symbol: "denyUnknown",
        set: "call report",
        to: "undefined",
        guard: {
            test: "test/policy-pack/runtime/catch-unknown.test.ts",
            failingTests: ["unknown values keep the violations reported before"],
        },
    },
    {
        title: "a policy is missing from the pack",
        file: "policy-pack/rules/index.ts",
        remove: "export noNatGateways",
        guard: {
            test: "test/policy-pack/inventory.test.ts",
            failingTests: [
                "the policy pack has exactly these policies",
                "the policy pack exports every policy file",
                "the policy pack no-nat-gateways is the name of its file, only export and policy, is mandatory, in its family's folder, and tested",
            ],
        },
    },
    {
        title: "a command's updates have no policy pack",
        file: "ops/pulumi/cli.ts",
        symbol: "createPulumiCli",
        remove: "property PULUMI_OPTION_POLICY_PACK",
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: ["the Pulumi CLI of a command has the policy pack attached, whatever the shell says"],
        },
    },
    {
        title: "a preview that another policy pack evaluated is accepted",
        file: "ops/pulumi/engine-events.ts",
        symbol: "requirePolicyCoverage.evaluatedUrns",
        set: "call filter > argument 1",
        to: "() => true",
        guard: {
            test: "test/ops/pulumi/engine-events.test.ts",
            failingTests: [
                "the evaluation of a preview is refused when the pack has other files",
                "the evaluation of a preview is refused when the pack has another name",
                "the evaluation of a preview is refused when a resource is evaluated only by another pack",
            ],
        },
    },
    {
        title: "a resource that the policy pack did not evaluate is accepted",
        file: "ops/pulumi/engine-events.ts",
        symbol: "requirePolicyCoverage.notEvaluated",
        set: "call has",
        to: "true",
        guard: {
            test: "test/ops/pulumi/engine-events.test.ts",
            failingTests: [
                "the evaluation of a preview is refused when a created resource is not evaluated",
                "the evaluation of a preview is refused when an unchanged resource is not evaluated",
                "the evaluation of a preview is refused when a resource is evaluated only by another pack",
                "the evaluation of a preview is refused when a step of an unknown kind is not evaluated",
            ],
        },
    },
    {
        title: "an update does more than was previewed",
        file: "ops/pulumi/deploy-layer.ts",
        symbol: "applyPlan",
        set: "call runWithEventLog > argument 3",
        to: "upArgs.slice(0, -2)",
        guard: {
            test: "test/ops/pulumi/deploy-layer.test.ts",
            failingTests: ["an update applies the saved plan of its preview, with the same arguments"],
        },
    },
    {
        title: "demo's deployer may not read the version of a state that the provider reads",
        file: "core/iam/state-access.ts",
        symbol: "readStateActions",
        remove: 'element "s3:GetObjectVersion"',
        guard: { step: "demo is deployed", message: "s3:GetObjectVersion" },
    },
    {
        title: "the local cloud does not look at a container's health",
        file: "local-cloud/ecs/container.ts",
        symbol: "Container.startHealthCheck",
        set: "call watchHealth",
        to: "undefined",
        guard: { step: "demo is deployed", message: "0 of 1 tasks" },
    },
    {
        title: "a program that keeps crashing is waited for until Pulumi's timeout",
        file: "ops/watch-services.ts",
        symbol: "findFailedService",
        set: "condition maxFailedTasks",
        to: "breaker",
        guard: {
            test: "test/ops/watch-services.test.ts",
            failingTests: ["the watch of demo's services gives up on a service whose third task stopped"],
        },
    },
    {
        title: "a missing image is not named, as its deployment fails before its task",
        file: "ops/watch-services.ts",
        symbol: "findFailedService",
        set: "condition isNews",
        to: "false",
        guard: {
            test: "test/ops/watch-services.test.ts",
            failingTests: [
                "the watch of demo's services looks once more for the task of a deployment that failed, to say why",
            ],
        },
    },
    {
        title: "a watch of demo's services looks at what was there before the update",
        file: "ops/watch-services.ts",
        symbol: "findFailedService.isNew",
        set: "call has",
        to: "false",
        guard: {
            test: "test/ops/watch-services.test.ts",
            failingTests: [
                "the watch of demo's services looks at no deployment from before the update",
                "the watch of demo's services says that a task could not be placed, once, unless that was before the update",
            ],
        },
    },
    {
        title: "demo's deployer may not remove what GuardDuty puts into its VPC",
        file: "core/iam/deploy-demo.ts",
        symbol: "buildDeployDemoPermissions",
        remove: 'element "RemoveGuardDutyEndpoints"',
        guard: {
            test: "test/core/iam/roles.test.ts",
            failingTests: ["ModifyVpcEndpoint", "DeleteVpcEndpoints", "DeleteSecurityGroup"].map(
                (action) => `the role deploy-demo can remove what GuardDuty put into its network: ${action}`,
            ),
        },
    },
    {
        title: "any project may run services on demand",
        file: "policy-pack/runtime/deny-resources.ts",
        symbol: "isDeclared",
        set: "condition projects",
        to: "value !== declared?.value",
        guard: {
            test: "test/policy-pack/rules/cost/ecs-task-limits.test.ts",
            failingTests: [
                "policy ecs-task-limits allows it in the projects of its settings, and nowhere else",
                "policy ecs-task-limits denies a service on demand in another project, where nothing ends its lease",
                "policy ecs-task-limits denies a service on demand in a persistent layer",
            ],
        },
    },
    {
        title: "an update replaces the services to change their capacity",
        file: "demo/fargate-service.ts",
        symbol: "FargateService.ecsService",
        remove: "property forceNewDeployment",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: [
                "demo runs its services on demand if capacity is onDemand, declares it, and keeps both providers in the cluster",
            ],
        },
    },
    {
        title: "a service that cannot become steady does not stop the update",
        file: "ops/pulumi/deploy-layer.ts",
        symbol: "applyWatched",
        set: "condition aborted",
        to: "false",
        guard: {
            test: "test/ops/pulumi/deploy-layer.test.ts",
            failingTests: ["an update stops Pulumi when a service of demo cannot become steady"],
        },
    },
    {
        title: "Kafka clients name no server in the TLS handshake",
        file: "lib/kafka-client.ts",
        symbol: "buildKafkaClientOptions",
        set: "property tlsServerName",
        to: "false",
        guard: { step: "demo is deployed", message: "pulse" },
    },
    {
        title: "a role that was just created is refused because IAM has not caught up",
        file: "ops/clients/assume-role.ts",
        symbol: "isNewRole",
        set: "statement newRoleMs",
        to: "return false;",
        guard: {
            test: "test/ops/clients/assume-role.test.ts",
            failingTests: [
                "a role that was just created is assumed once IAM has caught up",
                "a role that was just created is not waited for longer than 30 seconds",
            ],
        },
    },
    {
        title: "the preview role may not read what a refresh of demo reads",
        file: "core/iam/auditor.ts",
        symbol: "buildDescribePermissions",
        remove: 'element "ReadBundles"',
        guard: {
            step: "preview finds no drift in core and demo, and may not open kafka's secrets",
            after: "demo is deployed",
            message: "HTTP 403", // HeadObject, whose refusals have no body
        },
    },
    {
        title: "an update meets a configuration that was written after its preview",
        file: "ops/pulumi/deploy-layer.ts",
        symbol: "applyPlan.planArgs",
        set: "element configFile",
        to: '"/Pulumi.dev.yaml"',
        guard: {
            test: "test/ops/pulumi/deploy-layer.test.ts",
            failingTests: ["an update reads the configuration that was previewed, whatever was written in between"],
        },
    },
    {
        title: "the policy pack's settings file makes a guardrail advisory",
        file: "ops/pulumi/policy-pack-config.ts",
        symbol: "readPolicyPackConfig",
        set: 'condition "mandatory"',
        to: "true",
        guard: {
            test: "test/ops/pulumi/policy-pack-config.test.ts",
            failingTests: [
                "the settings of the policy pack are refused when they make a guardrail advisory",
                "the settings of the policy pack are refused when they make all guardrails advisory",
                "the settings of the policy pack are refused when they disable a guardrail",
                "the settings of the policy pack are refused where they make advice of a guardrail under its old name",
            ],
        },
    },
    {
        title: "a half-done rotation is not noticed",
        file: "ops/recovery/half-done-rotations.ts",
        symbol: "findHalfDoneRotations",
        set: "condition account",
        to: "false",
        guard: {
            test: "test/ops/recovery/half-done-rotations.test.ts",
            failingTests: ["a rotation that stopped between its updates is an account with two keys in the state"],
        },
    },
    {
        title: "a terminal that closes stops Pulumi immediately",
        file: "ops/pulumi/cli.ts",
        symbol: "forwardInterrupts",
        set: "condition includes",
        to: "false",
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: [
                "the Pulumi CLI of a command goes on when a terminal closes, whose SIGHUP comes from the system and from the shell",
            ],
        },
    },
    {
        title: "the local cloud forgets whose providers it uses",
        file: "local-cloud/providers/select.ts",
        symbol: "selectProviders",
        remove: "statement writeFileAtomically",
        guard: {
            test: "test/local-cloud/providers/select.test.ts",
            failingTests: [
                "the choice of providers is official where they can be had",
                "the choice of providers is offline where they cannot be had, with the reason, and stays so",
                "the choice of providers is the user's, then kept",
                "the choice of providers never changes from official to offline by itself",
            ],
        },
    },
    {
        title: "a deployer's shell has no policy pack",
        file: "cli/commands/env.ts",
        symbol: "run",
        remove: "property PULUMI_OPTION_POLICY_PACK",
        guard: {
            test: "test/cli/env.test.ts",
            failingTests: ["devmin env attaches the policy pack in the shell that evaluates it"],
        },
    },
    {
        title: "recover drops a log group that was being created",
        file: "ops/recovery/pending-creates.ts",
        symbol: "idBuilders",
        remove: "property aws:cloudwatch/logGroup:LogGroup",
        guard: {
            test: "test/ops/recovery/pending-creates.test.ts",
            failingTests: ["pending creates add a LogGroup to the state under the id that it must have"],
        },
    },
    {
        title: "the second of two writers of an audit log entry wins",
        file: "ops/audit/log.ts",
        symbol: "appendAuditEntry",
        remove: "property IfNoneMatch",
        guard: {
            test: "test/ops/audit/log.test.ts",
            failingTests: [
                "the audit log has an entry for each of two concurrent writers, and the second entry has the hash of the first",
            ],
        },
    },
    {
        title: "a planted entry is taken for the last one",
        file: "ops/audit/stored-entries.ts",
        symbol: "selectRun",
        set: "condition length",
        to: "number && object.versions.length > 0",
        guard: {
            test: "test/ops/audit/log.test.ts",
            failingTests: [
                "the audit log goes on behind its last entry, whatever else is there",
                ...[999, 1_000, 1_001, 2_500, 5_000].map(
                    (count) => `the audit log finds the end of ${count} entries with few requests`,
                ),
            ],
        },
    },
    {
        title: "a tie between two writers of the audit log is an error",
        file: "ops/audit/log.ts",
        symbol: "appendAuditEntry",
        set: "condition conflictStatuses",
        to: "(error as S3ServiceException).$metadata.httpStatusCode !== 412",
        guard: {
            test: "test/ops/audit/log.test.ts",
            failingTests: [
                "the audit log tries again after a conflict, and gives up with the reason after 20 attempts",
            ],
        },
    },
    {
        title: "an entry that was overwritten is read as it is now",
        file: "ops/audit/log.ts",
        symbol: "appendAuditEntry",
        set: "call readObjectBytes > argument 4",
        to: "undefined",
        guard: {
            test: "test/ops/audit/log.test.ts",
            failingTests: [
                "the audit log goes on behind an entry that was hidden or overwritten, and names the hash of what was written first",
            ],
        },
    },
    {
        title: "a deleted entry is not noticed",
        file: "ops/audit/verify-log.ts",
        symbol: "findRewrites",
        remove: "element deletedAt",
        guard: {
            test: "test/ops/audit/verify-log.test.ts",
            failingTests: ["the verification of the audit log finds an entry that was hidden by a delete marker"],
        },
    },
    {
        title: "the missing end of a log is not noticed",
        file: "ops/audit/verify-log.ts",
        symbol: "verifyAuditLog",
        set: "condition run",
        to: "false",
        guard: {
            test: "test/ops/audit/verify-log.test.ts",
            failingTests: [
                "the verification of the audit log finds entries that are missing at the end, in a clone that has verified them",
            ],
        },
    },
    {
        title: "a deployer may add to the audit log",
        file: "core/bucket-policy.ts",
        symbol: "buildBucketPolicy.writtenOnce",
        remove: 'element "DenyOtherAuditLogWriters"',
        guard: {
            test: "test/core/bucket-policy.test.ts",
            failingTests: ["the bucket policy denies a deployer to append to the audit log"],
        },
    },
    {
        title: "a result may be overwritten",
        file: "core/bucket-policy.ts",
        symbol: "buildBucketPolicy.writtenOnce",
        remove: 'element "DenyOverwriting"',
        guard: {
            test: "test/core/bucket-policy.test.ts",
            failingTests: [
                "the bucket policy denies the auditor to overwrite an entry",
                "the bucket policy denies to overwrite a result",
            ],
        },
    },
    {
        title: "a task may add to the audit log",
        file: "lib/denies.ts",
        symbol: "buildDenies",
        set: 'element "/runs/*"',
        to: 'evidence + "/*"',
        guard: {
            test: "test/core/iam/boundary.test.ts",
            failingTests: [
                "within the boundary, whatever a role's own policy says, s3:PutObject is denied by LimitWorkloadBuckets only",
            ],
        },
    },
    {
        title: "a value that was changed by hand is not noticed",
        file: "ops/drift/changed-resources.ts",
        symbol: "listChangedProperties",
        set: "call isDeepStrictEqual",
        to: "true",
        guard: {
            test: "test/ops/drift/changed-resources.test.ts",
            failingTests: [
                "a layer's resources that are not as they were deployed are named with the property and both values, where they are short",
                "a layer's resources that are not as they were deployed are named with the property alone, where values are long, nested or secret",
                "a layer's resources that are not as they were deployed are named when a property is not set any more",
            ],
        },
    },
    {
        title: "a secret is printed when somebody changed it",
        file: "ops/drift/changed-resources.ts",
        symbol: "isShort",
        set: 'condition "[secret]"',
        to: "false",
        guard: {
            test: "test/ops/drift/changed-resources.test.ts",
            failingTests: [
                "a layer's resources that are not as they were deployed are named with the property alone, where values are long, nested or secret",
            ],
        },
    },
    {
        title: "a NAT gateway without tags in demo's network is not noticed",
        file: "ops/drift/network-resources.ts",
        symbol: "listInNetwork.add.isOurs",
        set: "call includes",
        to: "false",
        guard: {
            step: "verify names what was changed or added by hand, in every layer",
            after: "demo is deployed",
            message: "a NAT gateway",
        },
    },
    {
        title: "the topics of others in a cluster that kafka only uses are reported",
        file: "ops/drift/confluent-resources.ts",
        symbol: "listClusterContents.isOwn",
        set: "call some",
        to: "true",
        guard: {
            test: "test/ops/drift/confluent-resources.test.ts",
            failingTests: ["what is in kafka's cluster is not listed in a cluster of others"],
        },
    },
    {
        title: "a layer is said to be gone while something of it is left",
        file: "ops/destroy.ts",
        symbol: "destroy.undeclared",
        set: "call findWhatIsLeft",
        to: "[]",
        guard: {
            test: "test/ops/destroy.test.ts",
            failingTests: [
                "destroy fails, with the price, when something of the layer is in no state, and records it",
                "destroy passes when the clouds list no more of the layer after a while",
                "destroy records what it deleted even if it cannot look for what is left",
            ],
        },
    },
    {
        title: "a task that is run once outlives the lease",
        file: "ops/run-task.ts",
        symbol: "runTask.options",
        set: "property withinMs",
        to: "withinMs",
        guard: {
            test: "test/ops/run-task.test.ts",
            failingTests: ["a task that is run once is stopped when the lease ends"],
        },
    },
    {
        title: "a running update's lock is removed",
        file: "ops/pulumi/state.ts",
        symbol: "isHolderGone",
        set: "call isProcessRunning",
        to: "false",
        guard: {
            test: "test/ops/pulumi/state.test.ts",
            failingTests: ["a local state keeps the lock of a running process"],
        },
    },
    {
        title: "a check that could not read the cloud passes",
        file: "ops/verify.ts",
        symbol: "runCheck",
        set: 'statement "it could not be checked" > property answer',
        to: '"pass"',
        guard: {
            test: "test/ops/verify.test.ts",
            failingTests: ["a check fails when the cloud cannot be read"],
        },
    },
    {
        title: "an offline provider on PATH reaches a real account",
        file: "local-cloud/providers/assert-loopback.ts",
        symbol: "assertLoopback",
        set: "condition isLoopbackUrl",
        to: "true",
        guard: {
            test: "test/local-cloud/providers/provider.test.ts",
            failingTests: ["an offline provider never talks to anything but this machine"],
        },
    },
    {
        title: "Ctrl-C reaches an update twice and kills it",
        file: "ops/pulumi/cli.ts",
        symbol: "createPulumiCli",
        remove: "property detached",
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: [
                "the Pulumi CLI of a command is in a process group of its own, which a terminal's Ctrl-C does not reach",
            ],
        },
    },
    {
        title: "Ctrl-C is not passed on to the update",
        file: "ops/pulumi/cli.ts",
        symbol: "forwardInterrupts",
        set: "call kill > argument 1",
        to: '"SIGKILL"',
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: [
                "the Pulumi CLI of a command receives a SIGHUP as SIGINT, once, and is waited for",
                "the Pulumi CLI of a command receives a SIGTERM as SIGINT, once, and is waited for",
                "the Pulumi CLI of a command receives a second signal as well, and names the recovery",
                "the Pulumi CLI of a command goes on when a terminal closes, whose SIGHUP comes from the system and from the shell",
                "the Pulumi CLI of a command names no recovery where bootstrap does that",
            ],
        },
    },
    {
        title: "resources of a killed bootstrap are forgotten",
        file: "ops/bootstrap.ts",
        symbol: "deployCore",
        set: "condition pendingOperations",
        to: "false",
        guard: {
            step: "the next bootstrap continues after one killed while AWS creates resources",
            message: "EntityAlreadyExists",
        },
    },
    {
        title: "a component creates a load balancer",
        file: "demo/network.ts",
        symbol: "Network",
        insert: 'new aws.lb.LoadBalancer(name, { loadBalancerType: "application", subnets: subnets.map(({ subnet }) => subnet.id) }, childOptions);',
        before: "statement registerOutputs",
        guard: { step: "demo is deployed", message: "a load balancer is not allowed: it costs" },
    },
    {
        title: "the local cloud's shell has no policy pack",
        file: "local-cloud/env-file.ts",
        symbol: "buildVariables",
        remove: "property PULUMI_OPTION_POLICY_PACK",
        guard: {
            step: "expensive resources are denied in preview",
            after: "demo is deployed",
            message: " refuses ",
        },
    },
    {
        title: "an application may write to every topic",
        file: "kafka/application-access.ts",
        symbol: "buildAclDefinitions",
        set: 'element "WRITE"',
        to: 'buildTopicAcl("*", "WRITE")',
        guard: { step: "a one-off pulse task adds its result to the audit log", message: "Unknown topic not.its.own" },
    },
    {
        title: "evidence overwrites existing evidence",
        file: "ops/audit/log.ts",
        symbol: "appendAuditEntry",
        insert: "...{ Key: buildEntryKey(1), IfNoneMatch: undefined }",
        after: "property IfNoneMatch",
        guard: {
            step: "demo is deployed",
            message: "is not authorized to perform: s3:PutObject",
        },
    },
    {
        title: "an update prints a key's secret",
        file: "kafka/application-access.ts",
        symbol: "ApplicationAccess",
        insert: "pulumi.unsecret(apiKey.secret).apply((secret) => console.log(secret));",
        before: "statement registerOutputs",
        guard: {
            step: "no state, history or log contains a Kafka secret",
            after: "kafka is deployed",
            message: "commands.log: raw of ",
        },
    },
    {
        title: "demo is destroyed but still exists",
        file: "local-cloud/providers/provider.ts",
        symbol: "Provider.delete",
        set: "call delete",
        to: "this.getScopedCloud(subject, state)",
        guard: { step: "destroying demo leaves only evidence", after: "demo is deployed", message: "log_groups" },
    },
    {
        title: "a service account stays when its application is removed",
        file: "kafka/service-account.ts",
        symbol: "createServiceAccount",
        insert: "retainOnDelete: true",
        before: "property hooks",
        guard: {
            step: "an application with name conflicts is imported, deployed and removed",
            after: "kafka is deployed",
            message: "+ confluent/serviceAccounts/",
        },
    },
    {
        title: "an offline provider returns its old state as a read",
        file: "local-cloud/providers/provider.ts",
        symbol: "Provider.read",
        set: "call readState",
        to: "oldState",
        guard: {
            step: "services stop when the lease ends and start with a new lease",
            after: "demo is deployed",
            message: "'RUNNING'",
        },
    },
    {
        title: "recover ignores a running update's lock",
        file: "ops/pulumi/locks.ts",
        symbol: "removeStaleLocks",
        set: "condition isHolderGone",
        to: "false",
        guard: {
            step: "concurrent updates never run at the same time",
            after: "demo is deployed",
            message: "./devmin recover demo was not refused",
        },
    },
    {
        title: "the local cloud evaluates no IAM policies",
        file: "local-cloud/aws/index.ts",
        symbol: "aws",
        set: "property AUTH",
        to: '"false"',
        guard: {
            step: "each role made only calls it is allowed, and deploy-demo can do no more",
            after: "verify passes and adds an entry to the audit log",
            message: ": done",
        },
    },
    {
        title: "credentials of IAM Identity Center bypass the proxy",
        file: "ops/clients/aws.ts",
        symbol: "buildAwsClientConfig",
        remove: "property clientConfig",
        guard: {
            test: "test/ops/clients/proxy-agent.test.ts",
            failingTests: [
                "behind a company's proxy gets the credentials of a profile of IAM Identity Center through the proxy",
                "behind a company's proxy renews the token of such a profile through the proxy",
            ],
        },
    },
    {
        title: "recover looks for no API keys that no state has",
        file: "ops/recover.ts",
        symbol: "recover",
        set: "call findOrphanedKeys",
        to: "[]",
        guard: {
            step: "kafka can be destroyed and deployed again, also in an existing cluster",
            after: "kafka is deployed",
            message: "created less than a minute ago",
        },
    },
    {
        title: "recover deletes no API key that no state has",
        file: "ops/recover.ts",
        symbol: "recover",
        set: "call deleteApiKey",
        to: "undefined",
        guard: {
            step: "kafka can be destroyed and deployed again, also in an existing cluster",
            after: "kafka is deployed",
            message: 'no key "restricted"',
        },
    },
    {
        title: "up of kafka does not look for what was deleted without Pulumi, or is hidden from the key",
        file: "ops/pulumi/deploy-layer.ts",
        symbol: "deployLayer",
        set: "call assertNothingDeleted",
        to: "undefined",
        guard: {
            test: "test/ops/recovery/deleted-resources.test.ts",
            failingTests: ["a Confluent Cloud key and kafka's state stop up before Pulumi runs when they do not match"],
        },
    },
    {
        title: "destroy of kafka refreshes topics whose cluster is gone, or what is hidden from the key",
        file: "ops/destroy.ts",
        symbol: "destroy",
        set: "call assertClustersReadable",
        to: "undefined",
        guard: {
            test: "test/ops/recovery/deleted-resources.test.ts",
            failingTests: [
                "a Confluent Cloud key and kafka's state stop a destroy when topics and ACLs are in a deleted cluster, and only then",
                "a Confluent Cloud key and kafka's state stop destroy before Pulumi runs when they do not match",
            ],
        },
    },
    {
        title: "recover keeps topics whose cluster is gone, and refreshes what is hidden from the key",
        file: "ops/recover.ts",
        symbol: "findUnreadableResources",
        set: "call findDeletedResources",
        to: "[]",
        guard: {
            test: "test/ops/recovery/deleted-resources.test.ts",
            failingTests: [
                "a Confluent Cloud key and kafka's state recover removes the topics and ACLs of a deleted cluster from the state first",
                "a Confluent Cloud key and kafka's state stop recover before Pulumi runs when they do not match",
            ],
        },
    },
    {
        title: "recover reads topics with a key that was deleted",
        file: "ops/recover.ts",
        symbol: "findUnreadableResources",
        set: "call hasManagerKey",
        to: "true",
        guard: {
            test: "test/ops/recovery/deleted-resources.test.ts",
            failingTests: [
                "a Confluent Cloud key and kafka's state recover leaves out the topics and ACLs when the manager's key was deleted, and says so",
            ],
        },
    },
    {
        title: "up of kafka does not ask whether its key may create an environment",
        file: "ops/up.ts",
        symbol: "assertKafkaDeployable",
        set: "call assertMayCreateEnvironment",
        to: "undefined",
        guard: {
            test: "test/ops/up.test.ts",
            failingTests: [
                "up starts nothing of kafka while its key does not see who administers the organization, and names a way out",
            ],
        },
    },
    {
        title: "the offline provider does not wait for a key",
        file: "local-cloud/providers/confluentcloud/api-key.ts",
        symbol: "apiKey.create",
        set: "call waitUntilAccepted",
        to: "undefined",
        guard: {
            test: "test/local-cloud/providers/serve.test.ts",
            failingTests: [
                "an offline provider as a plugin for confluentcloud keeps nothing of a key that is not accepted, as the official provider",
            ],
        },
    },
    {
        title: "the offline provider does not wait for a role binding",
        file: "local-cloud/providers/confluentcloud/role-binding.ts",
        symbol: "roleBinding.create",
        set: "call waitFor",
        to: "undefined",
        guard: {
            test: "test/local-cloud/providers/confluentcloud/waits.test.ts",
            failingTests: [
                "the offline Confluent provider waits as the official one 90 s for a role binding",
                "the offline Confluent provider waits as the official one times DEVMIN_SANDBOX_WAITS which is 0.003 when it is not set",
                "the offline Confluent provider waits as the official one times DEVMIN_SANDBOX_WAITS and may be 0",
            ],
        },
    },
    {
        title: "the offline provider looks for a new cluster at once",
        file: "local-cloud/providers/confluentcloud/waits.ts",
        symbol: "waitUntilReady",
        set: "call waitFor",
        to: "undefined",
        guard: {
            test: "test/local-cloud/providers/confluentcloud/waits.test.ts",
            failingTests: [
                "the offline Confluent provider waits as the official one 5 s for a cluster, then a minute before it looks again",
                "the offline Confluent provider waits as the official one 5 s more for the Schema Registry of an environment with Stream Governance, and looks every 5 s",
                "the offline Confluent provider waits as the official one a minute for a cluster to go, and looks every minute",
                "the offline Confluent provider waits as the official one two minutes for a key, which must work twice",
                "the offline Confluent provider waits as the official one 15 s for a Cloud key",
                "the offline Confluent provider waits as the official one 10 s for a topic to go, then a minute before it looks again",
            ],
        },
    },
    {
        title: "a wrong scale of the waits is found after something is created",
        file: "local-cloud/providers/confluentcloud/index.ts",
        symbol: "offlineProvider.configure",
        set: "call readWaitScale",
        to: "undefined",
        guard: {
            test: "test/local-cloud/providers/confluentcloud/waits.test.ts",
            failingTests: [
                'the offline Confluent provider waits as the official one times DEVMIN_SANDBOX_WAITS and refuses "" before anything is created',
                'the offline Confluent provider waits as the official one times DEVMIN_SANDBOX_WAITS and refuses "fast" before anything is created',
                'the offline Confluent provider waits as the official one times DEVMIN_SANDBOX_WAITS and refuses "-1" before anything is created',
                'the offline Confluent provider waits as the official one times DEVMIN_SANDBOX_WAITS and refuses "2" before anything is created',
            ],
        },
    },
    {
        title: "an application's name may be too long for what is named after it",
        file: "kafka/config.ts",
        set: "call assertValidApplicationNames",
        to: "undefined",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: [
                "kafka refuses a name that would be too long for a service account before anything is created",
            ],
        },
    },
    {
        title: "the Confluent emulator has no quotas",
        file: "local-cloud/confluent/limits.ts",
        symbol: "assertWithinQuota",
        set: "condition existing",
        to: "false",
        guard: {
            test: "test/local-cloud/confluent/emulator.test.ts",
            failingTests: [
                "the Confluent emulator refuses what a quota does not allow with a 402: 25 environments in the organization",
                "the Confluent emulator refuses what a quota does not allow with a 402: 1000 service accounts in the organization",
                "the Confluent emulator refuses what a quota does not allow with a 402: 100 cluster API keys of a service account",
                "the Confluent emulator refuses what a quota does not allow with a 402: 5000 role bindings on a cluster",
            ],
        },
    },
    {
        title: "the Confluent emulator changes any cleanup policy",
        file: "local-cloud/confluent/topics.ts",
        symbol: "topics",
        set: "call assertCleanupPolicyAllowed",
        to: "undefined",
        guard: {
            test: "test/local-cloud/confluent/wire-contract.test.ts",
            failingTests: [
                "the Confluent emulator's wire contract a cleanup policy does not change from delete to both",
            ],
        },
    },
    {
        title: "a newer word for the same availability replaces the cluster",
        file: "local-cloud/providers/confluentcloud/kafka-cluster.ts",
        symbol: "kafkaCluster.read",
        set: "call isSameAvailability",
        to: "false",
        guard: {
            test: "test/local-cloud/providers/confluentcloud/requests.test.ts",
            failingTests: [
                "the offline Confluent provider's requests take a newer word for the same availability for no change",
            ],
        },
    },
    {
        title: "credits hide what the account spends from the proposed budget",
        file: "ops/account/budget-proposal.ts",
        symbol: "readSpending",
        remove: "property Filter",
        guard: {
            test: "test/ops/account/budget-proposal.test.ts",
            failingTests: [
                "the proposed budget asks once, for the whole of last month, without what would hide spending",
            ],
        },
    },
    {
        title: "a missing access to billing is found when core is half made",
        file: "ops/bootstrap.ts",
        symbol: "deployCore",
        set: "call assertBillingAccess",
        to: "undefined",
        guard: {
            test: "test/ops/bootstrap.test.ts",
            failingTests: ["bootstrap in a clone without a state of core creates nothing without access to billing"],
        },
    },
    {
        title: "the first state goes into a bucket that does not keep versions yet",
        file: "ops/pulumi/versioned-bucket.ts",
        symbol: "waitForVersioning",
        set: "call probeVersioning",
        to: "Promise.resolve({ ready: true, value: undefined } as const)",
        guard: {
            test: "test/ops/pulumi/versioned-bucket.test.ts",
            failingTests: [
                "a bucket whose versioning was just enabled is waited for until it reads as enabled",
                "a bucket whose versioning was just enabled is waited for until it gives a new object a version",
                "a bucket whose versioning was just enabled is waited for until it answers every read of that version",
                "a bucket whose versioning was just enabled is left without the versions that were written to find out",
                "a bucket whose versioning was just enabled is given up after the 15 minutes that AWS recommends to wait",
            ],
        },
    },
    {
        title: "the budget of an environment counts nothing",
        file: "core/spending-alarm.ts",
        symbol: "buildStackTagFilter",
        set: "property name",
        to: '"TagKey"',
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core counts what has the stack's tag with the setting budgetFilter: environment"],
        },
    },
    {
        title: "init takes a budget and drops it",
        file: "ops/init.ts",
        symbol: "buildStackConfig",
        set: "property monthlyBudget",
        to: '"25"',
        guard: {
            test: "test/ops/init.test.ts",
            failingTests: ["init writes a budget only if one is given, and reads it back"],
        },
    },
    {
        title: "another stack's resources are taken for this one's",
        file: "ops/pulumi/checkpoint.ts",
        symbol: "rules",
        remove: "element isForeignUrn",
        guard: {
            test: "test/ops/recovery/restore-state.test.ts",
            failingTests: [
                "a state that is with another stack's resources is restored from the version before, on the condition that nobody wrote another",
            ],
        },
    },
    {
        title: "what a restored state lacks is not looked for",
        file: "ops/recovery/restore-state.ts",
        symbol: "restoreState",
        set: "call describeMissing",
        to: "[]",
        guard: {
            test: "test/ops/recovery/restore-state.test.ts",
            failingTests: [
                "a state is compared with the clouds before anything is written",
                "a state is restored although the clouds cannot be asked, which is said",
            ],
        },
    },
    {
        title: "a state that cannot be decrypted is taken for a missing permission",
        file: "ops/pulumi/state.ts",
        symbol: "findState",
        set: "call isDecryptionError",
        to: "false",
        guard: {
            test: "test/ops/pulumi/damaged-state.test.ts",
            failingTests: ["a damaged state is one that cannot be decrypted"],
        },
    },
    {
        title: "a rotation finds a damaged state half way through",
        file: "ops/rotate.ts",
        symbol: "rotateKey",
        set: "call assertStates",
        to: "undefined",
        guard: {
            test: "test/ops/pulumi/damaged-state.test.ts",
            failingTests: ["a damaged state stops rotate with one sentence before anything is done"],
        },
    },
    {
        title: "verify takes an old version of a state for the last one",
        file: "ops/verify.ts",
        symbol: "verify",
        set: "call findOldState",
        to: "undefined",
        guard: {
            test: "test/ops/pulumi/damaged-state.test.ts",
            failingTests: [
                "a damaged state fails verify when it is older than the version in the last audit log entry",
            ],
        },
    },
    {
        title: "nobody activates the cost allocation tag",
        file: "ops/bootstrap.ts",
        symbol: "bootstrapEnvironment",
        set: "call activateCostAllocationTag",
        to: "undefined",
        guard: {
            test: "test/ops/bootstrap.test.ts",
            failingTests: [
                "bootstrap of an environment that is up activates the cost allocation tag, and has nothing else to do",
                "bootstrap of an environment that is up goes on where the tag cannot be activated",
            ],
        },
    },
    {
        title: "bootstrap makes a second core in the wrong region",
        file: "ops/bootstrap.ts",
        symbol: "assertNotOwnedElsewhere",
        set: "call findWrongRegion",
        to: "undefined",
        guard: {
            test: "test/ops/bootstrap.test.ts",
            failingTests: [
                "bootstrap in a clone without a state of core creates nothing when the core of the stack is in another region",
            ],
        },
    },
    {
        title: "an invalid maximum of the lease is found after kafka was deployed",
        file: "ops/up.ts",
        symbol: "deployLayers",
        remove: "statement selectLeaseEnd",
        guard: {
            test: "test/ops/lease.test.ts",
            failingTests: [
                "the lease of an environment at an update with an invalid maximum stops an update of kafka and demo before kafka is previewed",
            ],
        },
    },
    {
        title: "a service may use a topic that kafka lacks",
        file: "demo/select-access.ts",
        symbol: "selectAccess",
        set: "condition missing",
        to: "false",
        guard: {
            test: "test/demo/select-access.test.ts",
            failingTests: [
                "the Kafka access of a service is refused when the deployed kafka lacks a topic, naming it and the service",
                "the Kafka access of a service is refused when the deployed kafka lacks an application, naming it and the service",
                "the Kafka access of a service is refused when the deployed kafka lacks both, naming it and the service",
            ],
        },
    },
    {
        title: "waivers that are not JSON are reported without the file",
        file: "policy-pack/runtime/valid-waivers.ts",
        symbol: "createValidWaivers",
        set: "condition fileProblem",
        to: "false",
        guard: {
            test: "test/policy-pack/runtime/waivers.test.ts",
            failingTests: ["the waivers file that is not JSON is a violation that names the file and the position"],
        },
    },
    {
        title: "a schedule that somebody moved is printed without what the configuration says",
        file: "ops/lease.ts",
        symbol: "formatLease",
        set: "condition some",
        to: "false",
        guard: {
            test: "test/ops/lease.test.ts",
            failingTests: [
                "the lease of an environment is printed for a demo that is up with the configuration where somebody moved the schedule",
                "the lease of an environment is printed for a demo that is up as missing where no schedule ends it",
            ],
        },
    },
];
