import { readFileSync } from "node:fs";

/** What a type cannot do without, as its own class says, with a word for each: nobody but the guardrails judges it. */
export function buildRequiredInputs(type: string): Record<string, string> {
    const [provider, path = ""] = type.split(":");
    const file = require.resolve(`@pulumi/${provider}/${path.replace(/^index\//, "")}`);
    const requiredProperties = [...readFileSync(file, "utf8").matchAll(/Missing required property '(\w+)'/g)];
    return Object.fromEntries(requiredProperties.map(([, property]) => [property as string, "needed"]));
}
