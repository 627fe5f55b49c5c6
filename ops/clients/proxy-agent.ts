import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { rootCertificates } from "node:tls";
import { Agent, type AgentConnectOpts } from "agent-base";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";

/**
 * The certificate authorities that our clients trust: those in AWS_CA_BUNDLE besides the public ones, as in the AWS CLI and the
 * engine; only the JavaScript SDK ignores that variable, and Node reads its own only at startup. Undefined when it is not set.
 */
export function readCertificateAuthorities(): string[] | undefined {
    const bundle = process.env.AWS_CA_BUNDLE;
    if (!bundle) return undefined;
    try {
        return [...rootCertificates, readFileSync(bundle, "utf8")];
    } catch (error) {
        throw new Error(
            `AWS_CA_BUNDLE is ${bundle}, which cannot be read (${(error as Error).message}): ` +
                "set it to a file with certificates in PEM format, or unset it.",
        );
    }
}

/** The proxy for a host from HTTPS_PROXY, unless NO_PROXY excludes it; never for this machine, as in the engine. */
export function findProxy(host: string, port: number | string = 443): string | undefined {
    const isLoopback = host === "localhost" || host === "::1" || host.startsWith("127.");
    return (!isLoopback && getProxyForUrl(`https://${host}:${port}`)) || undefined;
}

/** The HTTP agent for AWS and Confluent Cloud, with the shell's certificate authorities and proxy; Node's own agents read neither. */
export class EnvProxyAgent extends Agent {
    /** As many sockets as the SDK's own agent. */
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
