import * as aws from "@pulumi/aws";
import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import { buildName, type NamingScope } from "../lib/names";
import { createApiKeys } from "./api-keys";
import type { Cluster } from "./cluster";
import type { KeyGenerations } from "./key-generations";
import type { Manager } from "./manager";
import { createServiceAccount } from "./service-account";
import type { Application } from "./topics-and-applications";

export interface ApplicationAccessArgs {
    scope: NamingScope;
    application: Application;
    cluster: Cluster;
    manager: Manager;
    generations: KeyGenerations;
    /** ARN of the key the secret is encrypted under. */
    keyArn: pulumi.Input<string>;
}

/** What the secret holds, as JSON; the shape an application reads. */
export interface KafkaCredentials {
    bootstrapServers: string;
    securityProtocol: string;
    saslMechanism: string;
    key: string;
    secret: string;
}

/** One application's identity: service account, key, the rights it declared and no other, and the secret that holds its login. */
export class ApplicationAccess extends pulumi.ComponentResource {
    readonly secretArn: pulumi.Output<string>;
    /** The version of the secret that holds the current key's login: who is given this one starts anew with each key. */
    readonly secretVersion: pulumi.Output<string>;
    /** The prefix its consumer groups must have. */
    readonly consumerGroup: string;

    constructor(
        name: string,
        { scope, application, cluster, manager, generations, keyArn }: ApplicationAccessArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("devmin:kafka:ApplicationAccess", name, {}, opts);
        const childOptions = { parent: this };
        const serviceAccount = createServiceAccount(name, {
            scope,
            parent: this,
            description: `The application ${name}.`,
        });
        this.consumerGroup = name;
        const acls = buildAclDefinitions(application, this.consumerGroup).map(
            ({ resourceType, resourceName, patternType, operation }) =>
                new confluent.KafkaAcl(
                    `${name}-${operation.toLowerCase()}-${resourceType.toLowerCase()}-${resourceName}`,
                    {
                        principal: pulumi.interpolate`User:${serviceAccount.id}`,
                        resourceType,
                        resourceName,
                        patternType,
                        operation,
                        permission: "ALLOW",
                        host: "*",
                    },
                    { parent: this, provider: manager.provider },
                ),
        );
        const description = `The application ${name} logs in with it.`;
        const apiKey = createApiKeys(name, { scope, serviceAccount, cluster, generations, description }, childOptions);
        const secret = new aws.secretsmanager.Secret(
            name,
            {
                name: buildName(scope, name),
                description: `How the application ${name} logs in to Kafka.`,
                kmsKeyId: keyArn,
                recoveryWindowInDays: 0,
            },
            childOptions,
        );
        const credentials: pulumi.Input<pulumi.Inputs & Record<keyof KafkaCredentials, pulumi.Input<string>>> = {
            bootstrapServers: cluster.bootstrapServers,
            securityProtocol: cluster.securityProtocol,
            saslMechanism: cluster.saslMechanism,
            key: apiKey.id,
            secret: apiKey.secret,
        };
        const version = new aws.secretsmanager.SecretVersion(
            name,
            { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(credentials)) },
            // Whoever reads the secret can use it at once.
            { parent: this, dependsOn: acls },
        );
        this.secretArn = version.arn;
        this.secretVersion = version.versionId;
        this.registerOutputs({ secretArn: this.secretArn });
    }
}

/** The ACLs an application needs for what it declared, and to see how its topics are set. Its groups start with its own name. */
function buildAclDefinitions({ produces, consumes }: Application, consumerGroup: string) {
    const buildTopicAcl = (resourceName: string, operation: string) => ({
        resourceType: "TOPIC",
        resourceName,
        patternType: "LITERAL",
        operation,
    });
    const consumerGroupAcl = {
        resourceType: "GROUP",
        resourceName: consumerGroup,
        patternType: "PREFIXED",
        operation: "READ",
    };
    return [
        ...[...new Set([...produces, ...consumes])].map((name) => buildTopicAcl(name, "DESCRIBE_CONFIGS")),
        ...produces.map((name) => buildTopicAcl(name, "WRITE")),
        ...consumes.map((name) => buildTopicAcl(name, "READ")),
        ...(consumes.length > 0 ? [consumerGroupAcl] : []),
    ];
}
