/** Whether a resource can be billed: a provider creates it. Components and Pulumi's own resources cannot. */
export const isPriceable = (type: string, custom: boolean): boolean =>
    (custom || /^(aws|confluentcloud):/.test(type)) && !type.startsWith("pulumi:");
