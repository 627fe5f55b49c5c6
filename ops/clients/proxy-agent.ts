import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { rootCertificates } from "node:tls";
import { Agent, type AgentConnectOpts } from "agent-base";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";

/**
 * Whom our clients trust: the authorities of AWS_CA_BUNDLE beside the public ones, as the AWS CLI and the engine have it; the
 * JavaScript SDK alone ignores that variable, and Node reads its own only when it starts. Undefined where it is not set.
 */
export function readCertificateAuthorities(): string[] | undefined {
    const bundle = process.env.AWS_CA_BUNDLE;
    return bundle ? [...rootCertificates, readFileSync(bundle, "utf8")] : undefined;
}

/** What HTTPS_PROXY names as the way to a host, unless NO_PROXY does; never for this machine, as the engine has it. */
export function findProxy(host: string, port: number | string = 443): string | undefined {
    const isLoopback = host === "localhost" || host === "::1" || host.startsWith("127.");
    return (!isLoopback && getProxyForUrl(`https://${host}:${port}`)) || undefined;
}

/** The way of our clients to AWS and Confluent Cloud, with the authorities and the proxy of the shell; JavaScript's own take neither. */
export class EnvProxyAgent extends Agent {
    /** As many at once as the SDK's own. */
    readonly #directAgent = new https.Agent({ keepAlive: true, maxSockets: 50 });

    constructor() {
        const options: https.AgentOptions = { ca: readCertificateAuthorities() };
        super(options);
    }

    connect(_request: http.ClientRequest, { secureEndpoint, host = "", port }: AgentConnectOpts): http.Agent {
        if (!secureEndpoint) return http.globalAgent;
        const proxy = findProxy(host, port);
        return proxy ? new HttpsProxyAgent(proxy) : this.#directAgent;
    }
}
