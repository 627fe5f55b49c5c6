import type { State } from "./state";

/** Confluent's resource names, the one place that spells them. */
export const crn = {
    organization: (state: State) => `crn://confluent.cloud/organization=${state.organization}`,
    environment: (state: State, id: string) => `${crn.organization(state)}/environment=${id}`,
    cluster: (state: State, environment: string, id: string) =>
        `${crn.environment(state, environment)}/cloud-cluster=${id}`,
    serviceAccount: (state: State, id: string) => `${crn.organization(state)}/service-account=${id}`,
    apiKey: (state: State, id: string) => `${crn.organization(state)}/api-key=${id}`,
};
