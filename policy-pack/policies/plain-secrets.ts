import type { ResourceValidationPolicy } from "@pulumi/policy";
import { asGiven } from "../deny";
import { forTypeDeferred } from "../fail-closed";
import { looksLikeLogin } from "../login";
import { valuesAt } from "../value-at";

/** One variable of a program. */
type Variable = [name: string, value: unknown];

/** Where programs get their variables from. Whoever may describe the resource reads them, and so does the state. */
const environments: Record<string, (props: object) => Variable[] | undefined> = {
    "aws:ecs/taskDefinition:TaskDefinition": (props) => {
        const { containerDefinitions: json } = props as { containerDefinitions?: unknown };
        const containers = typeof json === "string" ? parsed(json) : undefined;
        return Array.isArray(containers) ? containers.flatMap(variablesOf) : undefined;
    },
    "aws:lambda/function:Function": (props) =>
        valuesAt(props, "environment?.variables").flatMap(({ value }) => Object.entries(Object(value))),
};

/** What a login is called. */
const namesOne = /secret|passw(or)?d|token|credential|private_?key|access_?key|api_?key/i;
/** Where one is kept, not what it is. */
const isReference = /^(arn:|\{\{resolve:|\$\{?\w+\}?$|alias\/|https?:\/\/[^@]*$)/;

/** A variable is printed by every crash report and console page; a reference is not. */
export const plainSecrets: ResourceValidationPolicy = {
    name: "plain-secrets",
    description: "No program gets a login in the clear.",
    enforcementLevel: "mandatory",
    tags: ["secrets"],
    validateResource: forTypeDeferred(Object.keys(environments), (props, { type }, report) => {
        const variables = environments[type]?.(props);
        if (!variables) report("containerDefinitions is no list of containers: write it as JSON.");
        for (const [name, value] of variables ?? []) {
            const text = asGiven(value);
            if (value === undefined || value === "" || isReference.test(text)) continue;
            if (namesOne.test(name) || looksLikeLogin.test(String(value))) {
                report(
                    `the variable ${name} holds a login in the clear; put it in Secrets Manager, and its ARN in secrets.`,
                );
            }
        }
    }),
};

const variablesOf = (container: unknown): Variable[] => {
    const { environment } = Object(container);
    return Array.isArray(environment) ? environment.map((each) => [String(Object(each).name), Object(each).value]) : [];
};

function parsed(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined; // no JSON: no list of containers either
    }
}
