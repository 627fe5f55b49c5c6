import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, isMap, isScalar, parseDocument, Scalar } from "yaml";
import { getProjectFolder, type Project } from "./projects";

/** A stack of the clone in `root`; an environment is one, too. */
interface Stack {
    root: string;
    stack: string;
}

/** A stack configuration, as far as it is read here. */
export interface StackConfig {
    /** Its values by their full keys, for example `devmin-core:account`; as written, so an account may be a number. */
    config: Readonly<Record<string, unknown>>;
    /** The secrets provider's URL. */
    secretsprovider?: string;
}

/** Pulumi's file for the configuration of a project's stack, whether it exists or not. */
export const getStackConfigFile = (env: Stack, project: Project) =>
    join(getProjectFolder(env, project), `Pulumi.${env.stack}.yaml`);

/** Reads the stack configuration of a project; without values if there is no file. Throws if it is no stack configuration. */
export function readStackConfig(env: Stack, project: Project): StackConfig {
    const { config, secretsprovider }: Partial<StackConfig> = parseFile(getStackConfigFile(env, project)).toJS() ?? {};
    return { config: config ?? {}, secretsprovider };
}

/**
 * Edits the stack configuration of a project, keeping comments and all that `edit` does not change. Creates the file if need be;
 * does not write it if nothing changes.
 */
export function editStackConfig(env: Stack, project: Project, edit: (document: Document) => void): void {
    const file = getStackConfigFile(env, project);
    const document = parseFile(file);
    const before = document.toString({ indent: 4 });
    edit(document);
    const after = document.toString({ indent: 4 });
    if (after !== before) tryOnFile(file, "written", () => writeFileSync(file, after));
}

/** Writes a copy of a project's stack configuration with other values, by their full keys, to `file`. */
export function writeStackConfigCopy(env: Stack, project: Project, file: string, values: Record<string, string>): void {
    const document = parseFile(getStackConfigFile(env, project));
    for (const [key, value] of Object.entries(values)) document.setIn(["config", key], quote(value));
    tryOnFile(file, "written", () => writeFileSync(file, document.toString({ indent: 4 })));
}

/** A text in quotes, as Pulumi writes it: without them its YAML takes a time for a time, and formats it differently. */
function quote(text: string): Scalar {
    const scalar = new Scalar(text);
    scalar.type = "QUOTE_DOUBLE";
    return scalar;
}

function parseFile(file: string): Document {
    const document = parseDocument(tryOnFile(file, "read", () => (existsSync(file) ? readFileSync(file, "utf8") : "")));
    if (document.errors[0]) throw new Error(`${file} is not valid YAML: ${document.errors[0].message}`);
    for (const [part, value] of [
        ["it", document.contents],
        ["config", document.get("config", true)],
    ] as const) {
        if (!value || isMap(value) || (isScalar(value) && value.value === null)) continue;
        throw new Error(
            `${file} is not a stack configuration: ${part} must be a mapping, for example config: { "aws:region": eu-central-1 }.`,
        );
    }
    return document;
}

/** Throws a sentence with the file where the system refuses, for example for a folder of that name. */
function tryOnFile<T>(file: string, what: "read" | "written", access: () => T): T {
    try {
        return access();
    } catch (error) {
        throw new Error(
            `${file} cannot be ${what} (${(error as Error).message}): it must be a file that you may read and write.`,
        );
    }
}
