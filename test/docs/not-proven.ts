import type { ManualCheck } from "../../e2e/manual-checks";

/** The page of what a run could not show, from the steps that it skipped. */
export const formatNotProven = (steps: readonly ManualCheck[]): string => `# Not proven

Made from an end-to-end run, by \`UPDATE=1 npx mocha test/e2e/scenarios.test.ts\`: what it
*skipped*, and how to check it in an account. Everything else that the end-to-end run claims passed, on one machine.

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
