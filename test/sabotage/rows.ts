import type { Sabotage } from "./sabotage";

/** Defects that must not go unnoticed, and the guard of each. Whoever changes a quoted line updates its row. */
export const sabotages: readonly Sabotage[] = [
    {
        title: "evidence is not locked",
        file: "core/index.ts",
        original: "        retentionDays: evidenceRetentionDays,\n",
        replacement: "",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core enables Object Lock on the evidence bucket only"],
        },
    },
    {
        title: "evidence may be retained for zero days",
        file: "core/config.ts",
        original: "evidenceRetentionDays: defineWholeNumber(1,",
        replacement: "evidenceRetentionDays: defineWholeNumber(0,",
        guard: { test: "test/core/core.test.ts", failingTests: ["core retains evidence for at least a day"] },
    },
    {
        title: "versioning is suspended",
        file: "core/bucket.ts",
        original: 'status: "Enabled"',
        replacement: 'status: "Suspended"',
        guard: { test: "test/core/core.test.ts", failingTests: ["core enables versioning on every bucket"] },
    },
    {
        title: "core is not protected",
        file: "core/index.ts",
        original: ", protect: true };",
        replacement: " };",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core protects all resources and components, so that a refused destroy has deleted nothing"],
        },
    },
    {
        title: "a lifecycle rule deletes the current states",
        file: "core/index.ts",
        original: "noncurrentVersionExpiration: { noncurrentDays: stateHistoryDays }",
        replacement: "expiration: { days: stateHistoryDays }",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core lets artifacts expire, but neither states nor evidence"],
        },
    },
    {
        title: "a bucket's policy may open it to the public",
        file: "core/bucket.ts",
        original: "restrictPublicBuckets: true",
        replacement: "restrictPublicBuckets: false",
        guard: { test: "test/core/core.test.ts", failingTests: ["core blocks public access to every bucket"] },
    },
    {
        title: "buckets allow plain HTTP",
        file: "core/bucket-policy.ts",
        original: 'Bool: { "aws:SecureTransport": "false" }',
        replacement: 'Bool: { "aws:SecureTransport": "nothing" }',
        guard: { test: "test/core/bucket-policy.test.ts", failingTests: ["the bucket policy denies plain HTTP"] },
    },
    {
        title: "core's roles have no boundary",
        file: "core/iam/roles.ts",
        original: "                    permissionsBoundary: boundary.arn,\n",
        replacement: "",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core creates roles for deployers, auditor and previews, each with the boundary"],
        },
    },
    {
        title: "Budgets cannot encrypt its alarm, so it does not arrive",
        file: "core/iam/service-principals.ts",
        original:
            '        { Sid: "AllowBudgetsEncrypt", ...budgets, grantedOn: "key", actions: ["kms:GenerateDataKey*", "kms:Decrypt"] },\n',
        replacement: "",
        guard: {
            test: "test/core/iam/service-principals.test.ts",
            failingTests: ["the policies for AWS services have a test for each statement"],
        },
    },
    {
        title: "a pull request can decrypt kafka's secrets",
        file: "core/iam/layer-secrets.ts",
        original: 'preview: ["core", "demo"]',
        replacement: 'preview: ["core", "demo", "kafka"]',
        guard: {
            test: "test/core/iam/roles.test.ts",
            failingTests: ["the role preview cannot decrypt Pulumi secrets of kafka"],
        },
    },
    {
        title: "any branch of the repository can deploy",
        file: "core/iam/trust-policy.ts",
        original: "`ref:refs/heads/",
        replacement: "`ref:refs/heads/*` || `",
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
        original: "&context_layer=",
        replacement: "&nothing=",
        guard: {
            test: "test/ops/environment.test.ts",
            failingTests: ["an environment has the URLs of its states and its key from core's configuration alone"],
        },
    },
    {
        title: "a deploy role can run tasks after the budget is spent",
        file: "core/iam/budget-deny.ts",
        original: ' "RunTask",',
        replacement: "",
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
        original: '"iam:*AccessKey", ',
        replacement: "",
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
        original: "        allowedAccountIds: [account],\n",
        replacement: "",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core is limited to its account and tags its resources"],
        },
    },
    {
        title: "resources have no tags",
        file: "lib/aws-provider.ts",
        original: "[requiredTagKeys.owner]: owner, [requiredTagKeys.layer]: layer, [requiredTagKeys.stack]: stack",
        replacement: "",
        guard: {
            test: "test/core/core.test.ts",
            failingTests: ["core is limited to its account and tags its resources"],
        },
    },
    {
        title: "a layer can read another layer's secret",
        file: "lib/stack-outputs.ts",
        original: "JSON.stringify(value).includes(signatureKey)",
        replacement: "false",
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
        original: "remainingMs > 0 && remainingMs <= maxHours * hourMs",
        replacement: "remainingMs > 0",
        guard: {
            test: "test/lib/lease.test.ts",
            failingTests: ["a lease until 2026-11-25T00:00:01Z is refused at noon"],
        },
    },
    {
        title: "a schedule stops another service",
        file: "demo/lease.ts",
        original: "Service: service, DesiredCount: 0",
        replacement: "Service: name, DesiredCount: 0",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo stops every service at the configured end of the lease"],
        },
    },
    {
        title: "a schedule runs every hour without an end",
        file: "demo/lease.ts",
        original: "scheduleExpression: `at(",
        replacement: "scheduleExpression: `rate(1 hour)` || `at(",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo stops every service at the configured end of the lease"],
        },
    },
    {
        title: "a service starts before its lease's schedule exists",
        file: "demo/index.ts",
        original: "{ ...ephemeralOptions, dependsOn: [lease] }",
        replacement: "ephemeralOptions",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo creates the schedule that stops a service before the service"],
        },
    },
    {
        title: "a task's roles have no boundary",
        file: "demo/task-roles.ts",
        original: "                    permissionsBoundary: getBoundaryArn(scope),\n",
        replacement: "",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: [
                "demo creates roles for AWS services in this account only, with the boundary and without wildcards",
            ],
        },
    },
    {
        title: "a log group never expires",
        file: "demo/fargate-service.ts",
        original: ", retentionInDays: logDays",
        replacement: "",
        guard: { test: "test/demo/demo.test.ts", failingTests: ["demo retains logs for the configured days"] },
    },
    {
        title: "a resource of demo is protected",
        file: "demo/index.ts",
        original: "const ephemeralOptions = { providers: [provider] };",
        replacement: "const ephemeralOptions = { providers: [provider], protect: true };",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo protects and retains nothing, so that it can always be destroyed"],
        },
    },
    {
        title: "a crashing program is restarted without end",
        file: "demo/fargate-service.ts",
        original: "deploymentCircuitBreaker: { enable: true,",
        replacement: "deploymentCircuitBreaker: { enable: false,",
        guard: {
            test: "test/demo/demo.test.ts",
            failingTests: ["demo stops a service whose program keeps crashing, and fails the update"],
        },
    },
    {
        title: "a resource without a known price counts as free, silently",
        file: "policy-pack/rules/cost/max-stack-cost.ts",
        original: "if (unpriced && !unlisted) report(",
        replacement: "if (unpriced === null) report(",
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
        original: "if (total.fullMonth > ceiling) {",
        replacement: "if (total.fullMonth > ceiling * 1_000) {",
        guard: {
            test: "test/lib/cost.test.ts",
            failingTests: ["cost of all layers is refused above the ceiling, with the cost of each layer"],
        },
    },
    {
        title: "a cluster spans zones, and costs by the hour",
        file: "kafka/cluster.ts",
        original: 'availability: "SINGLE_ZONE",',
        replacement: 'availability: "MULTI_ZONE",',
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka creates one Basic, single-zone cluster of at most one eCKU"],
        },
    },
    {
        title: "a rotation deletes the old key first",
        file: "kafka/api-keys.ts",
        original: "    if (previous !== undefined) createApiKey(previous);\n",
        replacement: "",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka with two key generations of an account creates both keys, named by their generation"],
        },
    },
    {
        title: "credentials exist before and after their ACLs",
        file: "kafka/application-access.ts",
        original: "{ parent: this, dependsOn: acls }",
        replacement: "{ parent: this }",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka creates credentials in the secret after the permissions, and deletes them before"],
        },
    },
    {
        title: "the manager loses its role before the resources it created are deleted",
        file: "kafka/manager.ts",
        original: "{ parent: this, dependsOn: adminRoleBinding },\n        );\n        this.registerOutputs",
        replacement: "{ parent: this },\n        );\n        this.registerOutputs",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka creates the manager's provider after the permissions, and deletes them before"],
        },
    },
    {
        title: "a topic shrinks and loses its records",
        file: "kafka/topics.ts",
        original: "previous === undefined || partitions >= previous.partitions",
        replacement: "true",
        guard: {
            test: "test/kafka/kafka.test.ts",
            failingTests: ["kafka refuses to reduce the partitions of a topic, as that would replace it"],
        },
    },
    {
        title: "an unknown value passes a policy",
        file: "policy-pack/runtime/catch-unknown.ts",
        original: "const denyUnknown: UnknownHandler = (report, clause) => report(",
        replacement: "const denyUnknown: UnknownHandler = (_report, clause) => void (",
        guard: {
            test: "test/policy-pack/runtime/catch-unknown.test.ts",
            failingTests: ["unknown values keep the violations reported before"],
        },
    },
    {
        title: "a policy is missing from the pack",
        file: "policy-pack/rules/index.ts",
        original: 'export { noNatGateways } from "./cost/no-nat-gateways";\n',
        replacement: "",
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
        original: '        PULUMI_OPTION_POLICY_PACK: join(env.root, "policy-pack"),\n',
        replacement: "",
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: ["the Pulumi CLI of a command has the policy pack attached, whatever the shell says"],
        },
    },
    {
        title: "a preview that another policy pack evaluated is accepted",
        file: "ops/pulumi/engine-events.ts",
        original: "formatPackName(each) === pack).map(",
        replacement: "formatPackName(each)).map(",
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
        original: "!evaluatedUrns.has(urn)",
        replacement: "false",
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
        original: ', "--plan", file]',
        replacement: "]",
        guard: {
            test: "test/ops/pulumi/deploy-layer.test.ts",
            failingTests: ["an update applies the saved plan of its preview, with the same arguments"],
        },
    },
    {
        title: "the policy pack's settings file makes a guardrail advisory",
        file: "ops/pulumi/policy-pack-config.ts",
        original: '|| level === "mandatory"',
        replacement: "|| level",
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
        title: "a deployer's shell has no policy pack",
        file: "cli/commands/env.ts",
        original: '        PULUMI_OPTION_POLICY_PACK: join(root, "policy-pack"),\n',
        replacement: "",
        guard: {
            test: "test/cli/env.test.ts",
            failingTests: ["devmin env attaches the policy pack in the shell that evaluates it"],
        },
    },
    {
        title: "recover drops a log group that was being created",
        file: "ops/recovery/pending-creates.ts",
        original: '    "aws:cloudwatch/logGroup:LogGroup": ({ name }) => name,\n',
        replacement: "",
        guard: {
            test: "test/ops/recovery/pending-creates.test.ts",
            failingTests: ["pending creates add a LogGroup to the state under the id that it must have"],
        },
    },
    {
        title: "the second of two writers of an audit log entry wins",
        file: "ops/audit/log.ts",
        original: '                    IfNoneMatch: "*",\n',
        replacement: "",
        guard: {
            test: "test/ops/audit/log.test.ts",
            failingTests: [
                "the audit log has an entry for each of two concurrent writers, and the second entry has the hash of the first",
            ],
        },
    },
    {
        title: "a running update's lock is removed",
        file: "ops/pulumi/state.ts",
        original: "host === hostname() && !isProcessRunning(pid)",
        replacement: "host === hostname()",
        guard: {
            test: "test/ops/pulumi/state.test.ts",
            failingTests: ["a local state keeps the lock of a running process"],
        },
    },
    {
        title: "a check that could not read the cloud passes",
        file: "ops/verify.ts",
        original: 'answer: "fail", because: [`it could not be checked',
        replacement: 'answer: "pass", because: [`it could not be checked',
        guard: {
            test: "test/ops/verify.test.ts",
            failingTests: ["a check fails when the cloud cannot be read"],
        },
    },
    {
        title: "an offline provider on PATH reaches a real account",
        file: "local-cloud/providers/assert-loopback.ts",
        original: "if (isLoopbackUrl(url)) return;",
        replacement: "if (url) return;",
        guard: {
            test: "test/local-cloud/providers/provider.test.ts",
            failingTests: ["an offline provider never talks to anything but this machine"],
        },
    },
    {
        title: "Ctrl-C reaches an update twice and kills it",
        file: "ops/pulumi/cli.ts",
        original: "detached: true, //",
        replacement: "//",
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
        original: 'child.kill("SIGINT");',
        replacement: 'child.kill("SIGKILL");',
        guard: {
            test: "test/ops/pulumi/cli.test.ts",
            failingTests: [
                "the Pulumi CLI of a command receives a SIGHUP as SIGINT, once, and is waited for",
                "the Pulumi CLI of a command receives a SIGTERM as SIGINT, once, and is waited for",
                "the Pulumi CLI of a command receives a second signal as well, and names the recovery",
                "the Pulumi CLI of a command names no recovery where bootstrap does that",
            ],
        },
    },
    {
        title: "resources of a killed bootstrap are forgotten",
        file: "ops/bootstrap.ts",
        original: 'if (readLocalStateSummary(folder, "core", env.stack)?.pendingOperations) {',
        replacement: "if (!existsSync(folder)) {",
        guard: {
            step: "the next bootstrap continues after one killed while AWS creates resources",
            message: "EntityAlreadyExists",
        },
    },
    {
        title: "a component creates a load balancer",
        file: "demo/network.ts",
        original: "this.vpcId = vpc.id;",
        replacement:
            'this.vpcId = vpc.id; new aws.lb.LoadBalancer(name, { loadBalancerType: "application", subnets: subnets.map(({ subnet }) => subnet.id) }, childOptions);',
        guard: { step: "demo is deployed", message: "a load balancer is not allowed: it costs" },
    },
    {
        title: "the local cloud's shell has no policy pack",
        file: "local-cloud/env-file.ts",
        original: '        PULUMI_OPTION_POLICY_PACK: join(clone, "policy-pack"),\n',
        replacement: "",
        guard: {
            step: "expensive resources are denied in preview",
            after: "demo is deployed",
            message: " refuses ",
        },
    },
    {
        title: "an application may write to every topic",
        file: "kafka/application-access.ts",
        original: '...produces.map((name) => buildTopicAcl(name, "WRITE")),',
        replacement: 'buildTopicAcl("*", "WRITE"),',
        guard: { step: "a one-off pulse task adds its result to the audit log", message: "Unknown topic not.its.own" },
    },
    {
        title: "evidence overwrites existing evidence",
        file: "ops/audit/log.ts",
        original: 'Key: buildEntryKey(number),\n                    Body,\n                    IfNoneMatch: "*",',
        replacement: "Key: buildEntryKey(1), Body,",
        guard: {
            step: "verify passes and adds an entry to the audit log",
            message: "The specified key does not exist",
        },
    },
    {
        title: "an update prints a key's secret",
        file: "kafka/application-access.ts",
        original: "this.secretArn = version.arn;",
        replacement:
            "this.secretArn = version.arn; pulumi.unsecret(apiKey.secret).apply((secret) => console.log(secret));",
        guard: {
            step: "no state, history or log contains a Kafka secret",
            after: "kafka is deployed",
            message: "commands.log: raw of ",
        },
    },
    {
        title: "demo is destroyed but still exists",
        file: "local-cloud/providers/provider.ts",
        original: "await type.delete(await this.getScopedCloud(subject, state), id, state);",
        replacement: "await this.getScopedCloud(subject, state);",
        guard: { step: "destroying demo leaves only evidence", after: "demo is deployed", message: "log_groups" },
    },
    {
        title: "a service account stays when its application is removed",
        file: "kafka/service-account.ts",
        original: "{ parent, hooks: { onError: [conflictHook] } }",
        replacement: "{ parent, retainOnDelete: true, hooks: { onError: [conflictHook] } }",
        guard: {
            step: "an application with name conflicts is imported, deployed and removed",
            after: "kafka is deployed",
            message: "+ confluent/serviceAccounts/",
        },
    },
    {
        title: "an offline provider returns its old state as a read",
        file: "local-cloud/providers/provider.ts",
        original: "const cloudState = await this.readState(subject, type, id, oldState);",
        replacement: "const cloudState = oldState;",
        guard: {
            step: "services stop when the lease ends and start with a new lease",
            after: "demo is deployed",
            message: "'RUNNING'",
        },
    },
    {
        title: "recover ignores a running update's lock",
        file: "ops/pulumi/locks.ts",
        original: "        if (!isHolderGone(holder)) throw new Error(formatLockMessage(project, holder));\n",
        replacement: "",
        guard: {
            step: "concurrent updates never run at the same time",
            after: "demo is deployed",
            message: "./devmin recover demo was not refused",
        },
    },
    {
        title: "the local cloud evaluates no IAM policies",
        file: "local-cloud/aws/index.ts",
        original: 'AUTH: "true"',
        replacement: 'AUTH: "false"',
        guard: {
            step: "each role made only calls it is allowed, and deploy-demo can do no more",
            after: "verify passes and adds an entry to the audit log",
            message: ": done",
        },
    },
];
