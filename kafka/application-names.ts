import { buildName, MAX_NAME_LENGTH, type NamingScope } from "../lib/names";
import { refuse } from "../lib/refusal";
import type { KeyGenerations } from "./key-generations";

/**
 * Refuses application names from which no name of a service account, API key or secret can be built, before anything is created.
 *
 * @param generations By account; the manager is the only one that is not an application.
 */
export function assertValidApplicationNames(scope: NamingScope, generations: Record<string, KeyGenerations>): void {
    const maxNounLength = MAX_NAME_LENGTH - buildName(scope, "x").length + 1;
    const problems = Object.entries(generations).flatMap(([name, { current }]) => {
        const maxLength = maxNounLength - `-${current}`.length;
        if (!/^[a-z\d]+(-[a-z\d]+)*$/.test(name))
            return [
                `the application name ${JSON.stringify(name)} is not valid: it must be lower-case letters, digits and hyphens`,
            ];
        if (name.length > maxLength)
            return [
                `the application name ${name} has ${name.length} characters: in stack ${scope.stack} and ${scope.region} it may have ${maxLength}`,
            ];
        return [];
    });
    if (problems.length > 0)
        refuse(problems.map((problem) => `${problem}. Change it in kafka/topics-and-applications.ts.`).join("\n"));
}
