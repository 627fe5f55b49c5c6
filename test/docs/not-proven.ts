import type { Beyond } from "../../rehearsal/beyond";

/** The page of what a run left unshown, from the steps that answered so. */
export const notProven = (steps: readonly Beyond[]): string => `# Not proven

Made from a run of the rehearsal, by \`UPDATE=1 npx mocha test/rehearsal/rehearsal.test.ts\`: what it answered with *not
exercised here*, and how it is seen in an account. Everything else the rehearsal claims was seen to hold, on one machine.

${steps.map(sectionOf).join("\n")}`;

const sectionOf = ({ title, because, command, expect }: Beyond) => `## ${title[0]?.toUpperCase()}${title.slice(1)}

Not here, because ${because}.

\`\`\`
${command}
\`\`\`

${expect}
`;

/** The page's sections, to be compared one by one. */
export const sectionsOf = (page: string): string[] =>
    page
        .split("\n## ")
        .slice(1)
        .map((section) => section.trim());
