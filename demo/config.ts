import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../lib/names";
import { settings, where, wholeNumber } from "../lib/settings";

const values = settings("demo", {
    ...where,
    /** Days the services' logs are kept. */
    logDays: wholeNumber(1, 30, { default: 7 }),
});

export const config = {
    ...values,
    place: {
        layer: "demo",
        stack: pulumi.getStack(),
        account: values.account,
        region: values["aws:region"],
    } satisfies Place,
};
