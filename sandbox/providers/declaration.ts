import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the official SDK's own code says about a resource type. */
export interface Declaration {
    inputs: readonly string[];
    required: readonly string[];
    /** Outputs only the cloud can fill. */
    outputs: readonly string[];
    secrets: readonly string[];
}

const read = new Map<string, Declaration | undefined>();

/** Read from the generated JavaScript, whose marks are stable; loading the SDK itself would cost half a second. */
export function declarationOf(packageName: string, token: string): Declaration | undefined {
    if (!read.has(token)) {
        const file = join(folderOf(packageName), `${moduleOf(token)}.js`);
        read.set(token, existsSync(file) ? parse(readFileSync(file, "utf8")) : undefined);
    }
    return read.get(token);
}

export function versionOf(packageName: string): string {
    return JSON.parse(readFileSync(join(folderOf(packageName), "package.json"), "utf8")).version;
}

/** `aws:s3/bucket:Bucket` lives in `s3/bucket`, `confluentcloud:index/apiKey:ApiKey` in `apiKey`. */
function moduleOf(token: string): string {
    return (token.split(":")[1] ?? "").replace(/^index\//, "");
}

function folderOf(packageName: string): string {
    return dirname(require.resolve(`@pulumi/${packageName}/package.json`));
}

function parse(code: string): Declaration {
    const all = (pattern: RegExp) => [...code.matchAll(pattern)].map((match) => match[1] as string);
    const secrets = /additionalSecretOutputs: \[(.*?)\]/.exec(code)?.[1] ?? "";
    return {
        inputs: all(/resourceInputs\["(\w+)"\] = \(?args\?\./g),
        required: all(/Missing required property '(\w+)'/g),
        outputs: all(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g),
        secrets: [...secrets.matchAll(/"(\w+)"/g)].map((match) => match[1] as string),
    };
}
