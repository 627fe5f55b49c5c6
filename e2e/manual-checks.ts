import { realpathSync } from "node:fs";
import { SkippedError } from "../ops/checks/status";
import { getToolsFolder } from "../ops/pulumi/cli";
import { findPulumiCli } from "../ops/pulumi/find-cli";
import type { Step } from "./step";
import type { Workspace } from "./workspace";

/** Something the environment relies on that this machine cannot show, and how its owner sees it in an account. */
export interface ManualCheck extends Step {
    /** Why a machine without an account cannot show it. */
    reason: string;
    /** What shows it in an account, in a shell with `eval "$(./devmin env)"` where it asks AWS. */
    command: string;
    /** What is then to be seen. */
    expect: string;
}

interface ManualCheckRow extends Omit<ManualCheck, "run"> {
    /** What was seen all the same, on a machine that has what it takes. */
    checkHere?(workspace: Workspace): Promise<string | undefined>;
}

const checkRows: readonly ManualCheckRow[] = [
    {
        title: "the providers of AWS and Confluent make what is declared",
        reason: "stand-ins answer for them, as neither can be fetched from a package registry",
        command: "./devmin up && ./devmin up",
        expect: "The second one has nothing to change, in no layer.",
        checkHere: async ({ officialProviders }) => (officialProviders ? "they played in all of the story" : undefined),
    },
    {
        title: "the Pulumi CLI that Pulumi releases runs the programs",
        reason: "the CLI is built here from its own source, with a language host of ours",
        command: "pulumi version && npm run rehearse",
        expect: "This line holds, and names the version on your PATH.",
        checkHere: async ({ root, tools }) => {
            const official = await findPulumiCli({
                toolsFolder: getToolsFolder({ root }),
                excludedFolder: realpathSync(tools),
            });
            return official && `Pulumi ${official.version} did, from ${official.source}`;
        },
    },
    {
        title: "Confluent's bill for an idle cluster is nothing",
        reason: "nobody sends a bill here",
        command:
            'curl -u "$CONFLUENT_CLOUD_API_KEY:$CONFLUENT_CLOUD_API_SECRET" ' +
            '"https://api.confluent.cloud/billing/v1/costs?start_date=2026-11-01&end_date=2026-12-01"',
        expect: "No line for the cluster but traffic and storage, in cents. The key's owner has to be a billing administrator.",
    },
    {
        title: "AWS' bill is what the price list says",
        reason: "nobody sends a bill here",
        command:
            "aws ce get-cost-and-usage --time-period Start=2026-11-01,End=2026-12-01 --granularity MONTHLY " +
            "--metrics UnblendedCost --group-by Type=DIMENSION,Key=SERVICE",
        expect: "About a dollar for KMS, cents for all else; asking costs a cent.",
    },
    {
        title: "AWS' own bill sets off the budget, and its mail arrives",
        reason: "the rehearsal says what was spent, and no mail leaves this machine",
        command:
            "pulumi config set -C core monthlyBudget 1 && pulumi up -C core\n" +
            "./devmin budget    # a day after more than a dollar was spent",
        expect: "A mail at alertEmail, and the deny hangs on demo's deployer.",
    },
    {
        title: "Fargate pulls the images and starts the task on ARM",
        reason: "tasks are processes of this machine, with no image",
        command: "./devmin up demo && ./devmin verify",
        expect:
            "Every service runs as many tasks as it should. Where it does not, its last event is named; " +
            "of a region that has no ARM: `pulumi config set -C demo cpuArchitecture X86_64`.",
    },
    {
        title: "a task that Spot takes back is replaced",
        reason: "nobody takes a process back",
        command:
            'aws ecs describe-services --cluster "$(pulumi stack output -C demo clusterName)" ' +
            '--services "$(pulumi stack output -C demo --json | jq -r .runningServices.pulse.serviceName)" --query "services[].events"',
        expect: "After an interruption: a task stopped, another one started, a steady state.",
    },
    {
        title: "the network lets tasks out, and nobody in",
        reason: "the emulator keeps security groups and routes, but no packet passes them",
        command:
            "aws ec2 describe-network-interfaces --filters Name=tag:devmin:layer,Values=demo " +
            '--query "NetworkInterfaces[].Association.PublicIp"\n' +
            "nc -zvw 5 ADDRESS 22",
        expect: "The task works, so it got out; nc times out.",
    },
    {
        title: "ECS finds its service-linked role, or makes it",
        reason: "the emulator runs tasks without one",
        command:
            "aws iam get-role --role-name AWSServiceRoleForECS --query Role.CreateDate    # after ./devmin up demo",
        expect:
            "The date of the account's first cluster, whoever made it: ECS makes the role once, which demo's deployer may let it do, and " +
            "then finds it. Where the first `./devmin up` ends with a role that does not exist yet, the second goes on.",
    },
    {
        title: "a role works as soon as it is made",
        reason: "the emulator is consistent at once, IAM within seconds",
        command: "./devmin bootstrap && ./devmin up --yes",
        expect: "It goes through; where AWS answers with AccessDenied once, the second `./devmin up` goes on from there.",
    },
    {
        title: "GitHub's workflows take their roles",
        reason: "nobody signs a workflow's token here; who may come is shown by evaluation of the trust policies",
        command:
            "gh workflow run WORKFLOW && gh run watch    # one with id-token: write and aws-actions/configure-aws-credentials",
        expect: "The deployer's role for the branch, the preview role for a pull request, a refusal elsewhere.",
    },
    {
        title: "CloudTrail delivers its logs, some minutes late",
        reason: "the emulator asks bucket and key whether they let CloudTrail in, and then delivers nothing",
        command:
            'aws cloudtrail get-trail-status --name "$(pulumi stack output -C core trailArn)" ' +
            "--query '[LatestDeliveryTime,LatestDeliveryError]'    # where core made the trail\n" +
            'aws cloudtrail validate-logs --trail-arn "$(pulumi stack output -C core trailArn)" --start-time 2026-11-01',
        expect: "About five minutes after something was done: a time, no error, and after an hour logs that are valid.",
    },
    {
        title: "an Organization's policy denies people, too",
        reason: "there is no Organization here; the denies are shown by evaluation, and live within the boundary",
        command:
            "./devmin scp > scp.json\n" +
            "aws organizations create-policy --type SERVICE_CONTROL_POLICY --name devmin --description devmin --content file://scp.json\n" +
            "aws organizations attach-policy --policy-id p-ID --target-id ACCOUNT\n" +
            "aws ec2 create-nat-gateway --subnet-id subnet-0 --dry-run",
        expect: "The last one is answered with an explicit deny in a service control policy, also to an administrator.",
    },
    {
        title: "lifecycle rules remove what is old",
        reason: "nobody waits for days here",
        command:
            'aws s3api list-object-versions --bucket "$(pulumi stack output -C core stateBucket)" --query "Versions[?!IsLatest].LastModified"',
        expect: "Nothing older than stateHistoryDays, give or take a day.",
    },
    {
        title: "the key's material changes every year",
        reason: "nobody waits for years here",
        command: 'aws kms get-key-rotation-status --key-id "$(pulumi stack output -C core keyArn)"',
        expect: "KeyRotationEnabled, and the date of the next one.",
    },
];

/** What a machine with no account cannot show. */
export const manualChecks: readonly ManualCheck[] = checkRows.map(({ checkHere, ...row }) => ({
    ...row,
    async run(workspace) {
        const observation = await checkHere?.(workspace);
        if (observation === undefined) throw new SkippedError(row.reason);
        return observation;
    },
}));
