import { readFileSync } from "node:fs";

/** A placeholder for each input that a type's own class requires: only the policy pack evaluates them. */
export function buildRequiredInputs(type: string): Record<string, string> {
    const [provider, path = ""] = type.split(":");
    const file = require.resolve(`@pulumi/${provider}/${path.replace(/^index\//, "")}`);
    const requiredProperties = [...readFileSync(file, "utf8").matchAll(/Missing required property '(\w+)'/g)];
    return Object.fromEntries(requiredProperties.map(([, property]) => [property as string, "needed"]));
}
