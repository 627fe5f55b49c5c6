import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A resource type's properties, read from the official SDK's code. */
export interface ResourceSchema {
    inputs: readonly string[];
    required: readonly string[];
    /** Outputs that are not inputs. */
    outputs: readonly string[];
    secrets: readonly string[];
}

const schemaCache = new Map<string, ResourceSchema | undefined>();

/** Reads the SDK's generated JavaScript, whose patterns are stable; loading the SDK itself would take half a second. */
export function readSchema(packageName: string, token: string): ResourceSchema | undefined {
    if (!schemaCache.has(token)) {
        const file = join(findPackageFolder(packageName), `${toModulePath(token)}.js`);
        schemaCache.set(token, existsSync(file) ? parseSchema(readFileSync(file, "utf8")) : undefined);
    }
    return schemaCache.get(token);
}

export function readPackageVersion(packageName: string): string {
    return JSON.parse(readFileSync(join(findPackageFolder(packageName), "package.json"), "utf8")).version;
}

/** `aws:s3/bucket:Bucket` lives in `s3/bucket`, `confluentcloud:index/apiKey:ApiKey` in `apiKey`. */
function toModulePath(token: string): string {
    return (token.split(":")[1] ?? "").replace(/^index\//, "");
}

function findPackageFolder(packageName: string): string {
    return dirname(require.resolve(`@pulumi/${packageName}/package.json`));
}

function parseSchema(code: string): ResourceSchema {
    const findAll = (pattern: RegExp) => [...code.matchAll(pattern)].map((match) => match[1] as string);
    const secrets = /additionalSecretOutputs: \[(.*?)\]/.exec(code)?.[1] ?? "";
    return {
        inputs: findAll(/resourceInputs\["(\w+)"\] = \(?args\?\./g),
        required: findAll(/Missing required property '(\w+)'/g),
        outputs: findAll(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g),
        secrets: [...secrets.matchAll(/"(\w+)"/g)].map((match) => match[1] as string),
    };
}
