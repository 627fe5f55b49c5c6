/** What to do after a failure whose own message does not say it. */
const errorHints: readonly { pattern: RegExp; advice: string }[] = [
    {
        // Only the spent budget attaches a deny to a role of devmin's; what no policy allows reads differently.
        pattern: /with an explicit deny in an identity-based policy/,
        advice: "If the month's budget is spent, demo's deployer may create nothing: ./devmin budget shows it, ./devmin budget release ends it.",
    },
    {
        pattern: /AccessDenied|is not authorized to perform/,
        advice: "These credentials may not do that. Deploying or recovering core and releasing the budget's deny need an administrator of the account; every other command needs only to assume devmin's roles (devmin-core:deployers).",
    },
    {
        pattern: /ExpiredToken|token included in the request is expired/,
        advice: "Your credentials expired: log in and run the same command again. An interrupted update continues with ./devmin recover LAYER.",
    },
    {
        pattern: /the stack is currently locked by/,
        advice: "The holder of the lock is named above: wait for it, or, if that process has ended, run ./devmin recover LAYER, then the same command again.",
    },
    {
        pattern: /violates plan/,
        advice: "What is deployed or its configuration changed after the preview, for example by another ./devmin up: run the same command again.",
    },
    {
        // Pulumi's diagnostics: the resource, then its provider's error, which may have several lines.
        pattern: /:Kafka(Topic|Acl) \(.+\):\n( {4}.*\n)*? {4}.*\b401 Unauthorized/,
        advice: "The cluster rejects the manager's API key, as after somebody deleted it: ./devmin rotate manager gives it another, then run the same command again.",
    },
    {
        // "402 Payment Required" is not about money: Confluent Cloud answers it for each quota.
        pattern: /\b402\b.*( is (currently )?limited to |exceed the quota)/,
        advice: "A quota of your Confluent Cloud organization is used up: delete what nobody needs there, use an existing environment (pulumi config set -C kafka environmentId env-…), or ask Confluent for more; then run the same command again.",
    },
    {
        pattern: /confluentcloud:index\/get(KafkaCluster|Environment):\w+ returned an error/,
        advice: "kafka's configuration names an environment or a cluster that was deleted, or that the Confluent Cloud API key may not read: name another with pulumi config set -C kafka (environmentId, clusterId), or have one created: pulumi config rm -C kafka clusterId, and environmentId.",
    },
    {
        pattern:
            /:(Environment|KafkaCluster|ServiceAccount|RoleBinding|ApiKey) \(.+\):\n( {4}.*\n)*? {4}.*\b402 Payment Required/,
        advice: "Confluent Cloud wants a payment method, or a quota of the organization is used up: see Billing & payment and Quotas in its console, then run the same command again.",
    },
    {
        pattern:
            /:(Environment|KafkaCluster|ServiceAccount|RoleBinding|ApiKey) \(.+\):\n( {4}.*\n)*? {4}.*\b403 Forbidden/,
        advice: "Either the owner of the Confluent Cloud API key may not do that (export the key of someone who has the role OrganizationAdmin), or what it is about was deleted meanwhile (./devmin recover kafka); then run the same command again.",
    },
    {
        pattern: /NoSuchBucket|The specified bucket does not exist/,
        advice: "Core is not deployed for this stack, account and region: run ./devmin bootstrap.",
    },
    {
        pattern: /ENOSPC|no space left on device/i,
        advice: "The disk is full: make room and run the same command again. An interrupted update continues with ./devmin recover LAYER.",
    },
];

/** The hint for a failure, on its own line; empty if there is none. */
export function formatErrorHint(error: Error): string {
    const { output = "" } = error as { output?: string }; // all of Pulumi's output, of which its message is the end
    const hint = errorHints.find(({ pattern }) => pattern.test(`${error.message}\n${output}`));
    return hint ? `\n${hint.advice}` : "";
}
