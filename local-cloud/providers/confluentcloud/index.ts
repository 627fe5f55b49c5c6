import { join, relative } from "node:path";
import type { ProviderDefinition, ResourceType } from "../resource-type";
import { apiKey } from "./api-key";
import { assertKafkaSettings, ConfluentCloud, type ConfluentConfig, type KafkaProps, remedy } from "./cloud";
import { environment } from "./environment";
import { functions } from "./functions";
import { kafkaAcl } from "./kafka-acl";
import { kafkaCluster } from "./kafka-cluster";
import { kafkaTopic } from "./kafka-topic";
import { roleBinding } from "./role-binding";
import { serviceAccount } from "./service-account";
import { readWaitScale } from "./waits";

const types: Record<string, ResourceType<ConfluentCloud>> = {
    "index/environment:Environment": environment,
    "index/kafkaCluster:KafkaCluster": kafkaCluster,
    "index/serviceAccount:ServiceAccount": serviceAccount,
    "index/apiKey:ApiKey": apiKey,
    "index/kafkaTopic:KafkaTopic": kafkaTopic,
    "index/kafkaAcl:KafkaAcl": kafkaAcl,
    "index/roleBinding:RoleBinding": roleBinding,
};

const toTypeKey = (token: string) => token.replace(/^confluentcloud:/, "");
const folder = relative(join(__dirname, "../../.."), __dirname);
const silentContext = { log: () => {}, signal: new AbortController().signal };

export const offlineProvider: ProviderDefinition<ConfluentCloud> = {
    name: "confluentcloud",
    listTypes: () => types,
    configure(config: ConfluentConfig) {
        assertKafkaSettings(config);
        readWaitScale(); // refuses a wrong one before anything is created
        return new ConfluentCloud(config, silentContext);
    },
    /** `confluentcloud:index/apiKey:ApiKey` lives in `api-key.ts`. */
    getSourceFile(token) {
        const name = token.split(":")[1]?.split("/").at(-1) ?? "";
        if (/^get[A-Z]/.test(name)) return `${folder}/functions.ts`;
        return `${folder}/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
    },
    findType: (token) => types[toTypeKey(token)],
    findFunction: (token) => functions[toTypeKey(token)],
    isAccountRestricted: () => false,
    assertAccountAllowed: async () => {},
    scopeToResource: (cloud, props, call) => cloud.scopeTo(props as KafkaProps, call),
    fillInputs: (_cloud, inputs) => inputs,
    deriveOutputs: (_cloud, state) => state,
    isNotFound: () => false,
    getEndpoint: (cloud) => cloud.endpoint,
    remedy,
};
