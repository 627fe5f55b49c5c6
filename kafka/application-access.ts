import * as aws from "@pulumi/aws";
import * as confluent from "@pulumi/confluentcloud";
import * as pulumi from "@pulumi/pulumi";
import type { KafkaCredentials } from "../lib/kafka-client";
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
    /** ARN of the KMS key that encrypts the secret. */
    keyArn: pulumi.Input<string>;
}

/** One application's identity: service account, API key, ACLs for the topics it declares, and a secret with its credentials. */
export class ApplicationAccess extends pulumi.ComponentResource {
    readonly secretArn: pulumi.Output<string>;
    /** Version of the secret with the current key: a service that refers to it restarts with each new key. */
    readonly secretVersion: pulumi.Output<string>;
    /** Required prefix of its consumer groups. */
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
            description: `Application ${name}.`,
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
        const description = `API key of application ${name}.`;
        const apiKey = createApiKeys(name, { scope, serviceAccount, cluster, generations, description }, childOptions);
        const secret = new aws.secretsmanager.Secret(
            name,
            {
                name: buildName(scope, name),
                description: `Kafka credentials of application ${name}.`,
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
            // Credentials in the secret must work as soon as they can be read.
            { parent: this, dependsOn: acls },
        );
        this.secretArn = version.arn;
        this.secretVersion = version.versionId;
        this.registerOutputs({ secretArn: this.secretArn });
    }
}

/** ACLs for the topics an application declares, including to describe their configuration, and for groups named after it. */
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
