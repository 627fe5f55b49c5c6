/** One statement of an IAM policy. */
export interface Statement {
    Sid: string;
    Effect: "Allow" | "Deny";
    Action?: string | string[];
    NotAction?: string | string[];
    Resource?: string | string[];
    NotResource?: string | string[];
    Condition?: Conditions;
}

/** Operator, condition key, and the values of which one must match. */
export type Conditions = Record<string, Record<string, string | string[]>>;

/** A policy document, as IAM takes it. */
export const formatPolicyDocument = (Statement: readonly Statement[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement });
