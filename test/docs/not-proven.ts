import type { ManualCheck } from "../../e2e/manual-checks";

/** The page of what a run left unshown, from the steps that answered so. */
export const formatNotProven = (steps: readonly ManualCheck[]): string => `# Not proven

Made from a run of the rehearsal, by \`UPDATE=1 npx mocha test/e2e/scenarios.test.ts\`: what it answered with *not
exercised here*, and how it is seen in an account. Everything else the rehearsal claims was seen to hold, on one machine.

${steps.map(formatSection).join("\n")}`;

const formatSection = ({
    title,
    reason,
    command,
    expect,
}: ManualCheck) => `## ${title[0]?.toUpperCase()}${title.slice(1)}

Not here, because ${reason}.

\`\`\`
${command}
\`\`\`

${expect}
`;

/** The page's sections, to be compared one by one. */
export const splitSections = (page: string): string[] =>
    page
        .split("\n## ")
        .slice(1)
        .map((section) => section.trim());
