/** Whether a type matches a pattern: a type token, `aws:ec2/vpc:Vpc`, or a prefix and a star, `aws:iam/*`. */
export const isTypeMatch = (patterns: readonly string[], type: string): boolean =>
    patterns.some((pattern) => (pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type));
