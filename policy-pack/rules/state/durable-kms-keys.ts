import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../../runtime/catch-unknown";
import { formatValue } from "../../runtime/deny-resources";

/** What is encrypted under a lost key is lost with it. */
export const durableKmsKeys: ResourceValidationPolicy = {
    name: "durable-kms-keys",
    description: "A KMS key is rotated, protected, and waits thirty days before it is gone.",
    enforcementLevel: "mandatory",
    tags: ["state"],
    validateResource: forType<{ enableKeyRotation: unknown; deletionWindowInDays: unknown }>(
        ["aws:kms/key:Key"],
        (props, { opts }, report) => {
            if (!opts.protect) report("the key is not protected; set protect: true on its component.");
            if (props.enableKeyRotation !== true) {
                report(`enableKeyRotation is ${formatValue(props.enableKeyRotation)}; set it to true.`);
            }
            const { deletionWindowInDays: days } = props;
            if (days !== undefined && days !== null && days !== 30) {
                report(`deletionWindowInDays is ${formatValue(days)}; leave it out or set it to 30.`);
            }
        },
    ),
};
