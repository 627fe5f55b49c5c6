import type { EmulatorState } from "./state";

/** Builds Confluent resource names (CRNs). */
export const buildCrn = {
    organization: (state: EmulatorState) => `crn://confluent.cloud/organization=${state.organization}`,
    environment: (state: EmulatorState, id: string) => `${buildCrn.organization(state)}/environment=${id}`,
    cluster: (state: EmulatorState, environment: string, id: string) =>
        `${buildCrn.environment(state, environment)}/cloud-cluster=${id}`,
    serviceAccount: (state: EmulatorState, id: string) => `${buildCrn.organization(state)}/service-account=${id}`,
    apiKey: (state: EmulatorState, id: string) => `${buildCrn.organization(state)}/api-key=${id}`,
};
