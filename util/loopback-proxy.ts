/** Environment variables that configure a proxy. */
export const proxyVariables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];

/** Hosts that must bypass a proxy: Pulumi's engine, its plugins and the local cloud listen there. */
export const loopbackHosts = ["localhost", "127.0.0.1"];

/**
 * Returns NO_PROXY and no_proxy, extended by the loopback hosts; an empty object if no proxy is configured. Go bypasses the
 * proxy for loopback hosts by itself; Pulumi's Node programs and Python do not.
 */
export function buildNoProxyEnv(shell: NodeJS.ProcessEnv): Record<string, string> {
    if (!proxyVariables.some((name) => shell[name])) return {};
    const given = (shell.no_proxy || shell.NO_PROXY || "").split(",").filter(Boolean);
    const value = [...new Set([...given, ...loopbackHosts])].join(",");
    return { NO_PROXY: value, no_proxy: value };
}
