/** Whether a resource can be on a bill: a provider makes it. A component, and what Pulumi keeps for itself, is on none. */
export const isPriceable = (type: string, custom: boolean): boolean =>
    (custom || /^(aws|confluentcloud):/.test(type)) && !type.startsWith("pulumi:");
