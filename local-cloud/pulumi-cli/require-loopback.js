// Plain JavaScript: the CLI's wrapper runs it before every command, and the language host before it loads anything.

/** Whether a host name or address is this machine's own. */
const isLoopback = (hostname) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);

/**
 * Why a shell is not the local cloud's, as part of a sentence; undefined when its backend is a folder or on loopback, and so is
 * each endpoint that is set.
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
 * Whether a URL's host is this machine's own; the offline providers ask it as well.
 * @param {string} text
 */
function isLoopbackUrl(text) {
    try {
        return isLoopback(new URL(text).hostname);
    } catch {
        return false; // not a URL: whatever it is, it is not known to be this machine
    }
}

/** The refusal of `program`; undefined when it may run. */
function findRefusal(program, env) {
    if (env.DEVMIN_ALLOW_BUILT_CLI) return undefined;
    const reason = findForeignEndpoint(env);
    return (
        reason &&
        `${program}: this one was built for devmin's local cloud and works on loopback alone, but ${reason}. ` +
            "For a real account install the official Pulumi CLI (https://www.pulumi.com/docs/install); " +
            "to use this one all the same, give --allow-built-cli."
    );
}

/** Ends this process with exit code 1 and a sentence on standard error where `program` may not run. */
function requireLoopback(program) {
    const refusal = findRefusal(program, process.env);
    if (!refusal) return;
    console.error(refusal);
    process.exit(1);
}

module.exports = { findRefusal, isLoopbackUrl, requireLoopback };
if (require.main === module) requireLoopback(process.argv[2]);
