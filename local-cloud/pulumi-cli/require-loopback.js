// Plain JavaScript: the CLI's wrapper runs it before every command, and the language host before it loads anything.

/** Whether a host name or address is loopback; names below localhost are, too (RFC 6761). */
const isLoopback = (hostname) => /^(([a-z\d-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);

/**
 * Which variable leads out of the local cloud, as part of a sentence; undefined when the backend is a folder or on loopback, and
 * each endpoint that is set is on loopback.
 */
function findForeignEndpoint(env) {
    const backend = env.PULUMI_BACKEND_URL;
    if (!backend) return "PULUMI_BACKEND_URL is not set";
    if (!isLocalBackend(backend)) return `PULUMI_BACKEND_URL is ${backend}`;
    const isEndpoint = (name) => name === "AWS_ENDPOINT_URL" || name.startsWith("AWS_ENDPOINT_URL_");
    const foreign = Object.keys(env).find((name) => isEndpoint(name) && env[name] && !isLoopbackUrl(env[name]));
    return foreign && `${foreign} is ${env[foreign]}`;
}

function isLocalBackend(backend) {
    if (backend.startsWith("file://")) return true;
    const endpoint = backend.startsWith("s3://") ? new URL(backend).searchParams.get("endpoint") : backend;
    return endpoint !== null && isLoopbackUrl(endpoint);
}

/**
 * Whether a URL's host is loopback; the offline providers use it, too.
 * @param {string} text
 */
function isLoopbackUrl(text) {
    try {
        return isLoopback(new URL(text).hostname);
    } catch {
        return false; // not a URL, so not known to be loopback
    }
}

/** Why `program` may not run; undefined when it may. */
function findRefusal(program, env) {
    if (env.DEVMIN_ALLOW_BUILT_CLI) return undefined;
    const reason = findForeignEndpoint(env);
    return (
        reason &&
        `${program}: this program was built for devmin's local cloud and only works on loopback, but ${reason}. ` +
            "For a real account install the official Pulumi CLI (https://www.pulumi.com/docs/install); " +
            "to use this one anyway, pass --allow-built-cli."
    );
}

/** Exits with 1 and a message on standard error if `program` may not run. */
function requireLoopback(program) {
    const refusal = findRefusal(program, process.env);
    if (!refusal) return;
    console.error(refusal);
    process.exit(1);
}

module.exports = { findRefusal, isLoopbackUrl, requireLoopback };
if (require.main === module) requireLoopback(process.argv[2]);
