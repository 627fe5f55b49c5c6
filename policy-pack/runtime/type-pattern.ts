/** Whether a type is one of these: `aws:ec2/vpc:Vpc`, or all that begin as one that ends in a star, `aws:iam/*`. */
export const isTypeMatch = (patterns: readonly string[], type: string): boolean =>
    patterns.some((pattern) => (pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type));
