import { realpathSync } from "node:fs";
import { readProviderKind } from "../local-cloud";
import { SkippedError } from "../ops/checks/status";
import { getToolsFolder } from "../ops/pulumi/cli";
import { findPulumiCli } from "../ops/pulumi/find-cli";
import type { Step } from "./step";
import type { Workspace } from "./workspace";

/** Something the environment relies on that this machine cannot test, and how to check it in an account. */
export interface ManualCheck extends Step {
    /** Why a machine without an account cannot test it. */
    reason: string;
    /** How to check it in an account, in a shell with `eval "$(./devmin env)"` where it calls AWS. */
    command: string;
    /** The expected result. */
    expect: string;
}

interface ManualCheckRow extends Omit<ManualCheck, "run"> {
    /** What a machine that has the means saw; undefined where it has not. */
    checkHere?(workspace: Workspace): Promise<string | undefined>;
}

const checkRows: readonly ManualCheckRow[] = [
    {
        title: "the official AWS and Confluent providers create what is declared",
        reason: "devmin's offline providers take their place in the tests, and where the official ones cannot be had",
        command: "./devmin up && ./devmin up",
        expect: "The second run changes nothing, in any layer.",
        checkHere: async ({ home }) =>
            (await readProviderKind(home)) === "official" ? "all steps ran with them" : undefined,
    },
    {
        title: "the official Pulumi CLI runs the programs",
        reason: "this machine builds the CLI from source and uses devmin's own Node language host",
        command: "pulumi version && npm run rehearse",
        expect: "This step passes and names the version on your PATH.",
        checkHere: async ({ root, tools }) => {
            const official = await findPulumiCli({
                toolsFolder: getToolsFolder({ root }),
                excludedFolder: realpathSync(tools),
            });
            return official && `Pulumi ${official.version}, from ${official.source}`;
        },
    },
    {
        title: "an idle Confluent cluster costs nothing",
        reason: "nobody sends a bill here",
        command:
            'curl -u "$CONFLUENT_CLOUD_API_KEY:$CONFLUENT_CLOUD_API_SECRET" ' +
            '"https://api.confluent.cloud/billing/v1/costs?start_date=2026-11-01&end_date=2026-12-01"',
        expect: "The cluster has lines for traffic and storage only, a few cents. The key's owner must be a billing administrator.",
    },
    {
        title: "a Confluent Cloud key with too few rights is refused before anything changes",
        reason: "the local cloud has roles of clusters only; what a list shows to other roles is in no document",
        command:
            "CONFLUENT_CLOUD_API_KEY=… CONFLUENT_CLOUD_API_SECRET=… ./devmin up kafka    # of a service account with EnvironmentAdmin\n" +
            "CONFLUENT_CLOUD_API_KEY=… CONFLUENT_CLOUD_API_SECRET=… ./devmin recover kafka    # of one without a role, once kafka is up",
        expect: "Before kafka is up the first names the role OrganizationAdmin; the second names what in kafka's state it may not read.",
    },
    {
        title: "the AWS bill matches the price list",
        reason: "nobody sends a bill here",
        command:
            "aws ce get-cost-and-usage --time-period Start=2026-11-01,End=2026-12-01 --granularity MONTHLY " +
            "--metrics UnblendedCost --group-by Type=DIMENSION,Key=SERVICE",
        expect: "About a dollar for KMS, cents for everything else; the request itself costs a cent.",
    },
    {
        title: "spending triggers the budget, and its email arrives",
        reason: "the end-to-end run sets the spending itself, and no email leaves this machine",
        command:
            "pulumi config set -C core monthlyBudget 1 && pulumi up -C core\n" +
            "./devmin budget    # a day after spending more than a dollar",
        expect: "An email to alertEmail, and the deny is attached to role deploy-demo.",
    },
    {
        title: "AWS activates the cost allocation tag",
        reason: "nothing is billed here, and the end-to-end run says itself when billing knows the tag",
        command: "./devmin bootstrap    # a day after the first one",
        expect: "The cost allocation tag devmin:stack is active; in a member account of an organization, who can activate it.",
    },
    {
        title: "Fargate pulls the images and starts the task on ARM",
        reason: "tasks are processes of this machine, without images",
        command: "./devmin up demo && ./devmin verify",
        expect:
            "Every service runs its desired count of tasks. Otherwise verify names its last event; " +
            "in a region without ARM: `pulumi config set -C demo cpuArchitecture X86_64`.",
    },
    {
        title: "a task that Spot interrupts is replaced",
        reason: "nothing interrupts a local process",
        command:
            'aws ecs describe-services --cluster "$(pulumi stack output -C demo clusterName)" ' +
            '--services "$(pulumi stack output -C demo --json | jq -r .runningServices.pulse.serviceName)" --query "services[].events"',
        expect: "After an interruption: one task stopped, another one started, a steady state.",
    },
    {
        title: "the network allows outbound traffic and denies inbound",
        reason: "the emulator stores security groups and routes, but no packet passes through them",
        command:
            "aws ec2 describe-network-interfaces --filters Name=tag:devmin:layer,Values=demo " +
            '--query "NetworkInterfaces[].Association.PublicIp"\n' +
            "nc -zvw 5 ADDRESS 22",
        expect: "The task works, so outbound traffic is allowed; nc times out.",
    },
    {
        title: "ECS finds its service-linked role, or creates it",
        reason: "the emulator runs tasks without one",
        command:
            "aws iam get-role --role-name AWSServiceRoleForECS --query Role.CreateDate    # after ./devmin up demo",
        expect:
            "The date of the account's first cluster: ECS creates the role once, which role deploy-demo allows, and then finds it. " +
            "If the first `./devmin up` fails because the role does not exist yet, run it again.",
    },
    {
        title: "a role works as soon as it is created",
        reason: "the emulator is consistent immediately, IAM within seconds",
        command: "./devmin bootstrap && ./devmin up --yes",
        expect: "Both succeed; if AWS answers AccessDenied once, run `./devmin up` again and it continues.",
    },
    {
        title: "GitHub workflows assume their roles",
        reason: "a local issuer signs the tokens here, in the form of GitHub's documents; GitHub's own were never tried",
        command:
            "gh workflow run WORKFLOW && gh run watch    # one with id-token: write and aws-actions/configure-aws-credentials",
        expect: "The deploy role for the branch, the preview role for a pull request, a refusal elsewhere.",
    },
    {
        title: "CloudTrail delivers its logs within minutes",
        reason: "the emulator checks the bucket's and the key's policies for CloudTrail, and then delivers nothing",
        command:
            'aws cloudtrail get-trail-status --name "$(pulumi stack output -C core trailArn)" ' +
            "--query '[LatestDeliveryTime,LatestDeliveryError]'    # if core created the trail\n" +
            'aws cloudtrail validate-logs --trail-arn "$(pulumi stack output -C core trailArn)" --start-time 2026-11-01',
        expect: "About five minutes after an API call: a delivery time, no error, and after an hour logs that are valid.",
    },
    {
        title: "a service control policy denies people, too",
        reason: "there is no AWS Organization here; tests evaluate the same denies in the permissions boundary",
        command:
            "./devmin scp > scp.json\n" +
            "aws organizations create-policy --type SERVICE_CONTROL_POLICY --name devmin --description devmin --content file://scp.json\n" +
            "aws organizations attach-policy --policy-id p-ID --target-id ACCOUNT\n" +
            "aws ec2 create-nat-gateway --subnet-id subnet-0 --dry-run",
        expect: "The last command is refused with an explicit deny in a service control policy, even for an administrator.",
    },
    {
        title: "lifecycle rules remove old versions",
        reason: "nobody waits for days here",
        command:
            'aws s3api list-object-versions --bucket "$(pulumi stack output -C core stateBucket)" --query "Versions[?!IsLatest].LastModified"',
        expect: "Nothing older than stateHistoryDays, give or take a day.",
    },
    {
        title: "the KMS key rotates every year",
        reason: "nobody waits for years here",
        command: 'aws kms get-key-rotation-status --key-id "$(pulumi stack output -C core keyArn)"',
        expect: "KeyRotationEnabled is true, with the date of the next rotation.",
    },
];

/** What a machine without an account cannot test. */
export const manualChecks: readonly ManualCheck[] = checkRows.map(({ checkHere, ...row }) => ({
    ...row,
    async run(workspace) {
        const observation = await checkHere?.(workspace);
        if (observation === undefined) throw new SkippedError(row.reason);
        return observation;
    },
}));
