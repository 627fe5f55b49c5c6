import type { Refused } from "./declaration";

/** What a refused declaration is called in a preview. */
export const nameOf = ({ policy }: Refused, index: number) => `${policy}-${index}`;

/** Where a VPC that is made by the book has a NAT gateway each. */
export const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
