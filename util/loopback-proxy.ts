/** What says that a shell has a proxy. */
export const proxyVariables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];

/** What a company's proxy must be kept from: the engine, its plugins and the local cloud, which all listen here. */
export const loopbackHosts = ["localhost", "127.0.0.1"];

/**
 * NO_PROXY, in both its spellings, with this machine in it; nothing where the shell has no proxy. Go leaves this machine out by
 * itself; Pulumi's Node programs and Python send even that to the proxy.
 */
export function buildNoProxyEnv(shell: NodeJS.ProcessEnv): Record<string, string> {
    if (!proxyVariables.some((name) => shell[name])) return {};
    const given = (shell.no_proxy || shell.NO_PROXY || "").split(",").filter(Boolean);
    const value = [...new Set([...given, ...loopbackHosts])].join(",");
    return { NO_PROXY: value, no_proxy: value };
}
