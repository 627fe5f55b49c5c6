import type { ResourceValidationPolicy } from "@pulumi/policy";
import { forType } from "../../runtime/catch-unknown";
import { formatValue } from "../../runtime/violation-message";

/** Data encrypted with a lost key is lost. */
export const durableKmsKeys: ResourceValidationPolicy = {
    name: "durable-kms-keys",
    description: "KMS keys must be rotated, protected and deleted only after 30 days.",
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
