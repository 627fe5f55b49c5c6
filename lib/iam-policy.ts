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

/** By operator and condition key: the values, one of which must match. */
export type Conditions = Record<string, Record<string, string | string[]>>;

/** Policy document as JSON, for IAM. */
export const formatPolicyDocument = (Statement: readonly Statement[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement });
