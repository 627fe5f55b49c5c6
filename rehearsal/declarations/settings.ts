/** The trial is no layer: which of the layers' rules it is tried with is told by their settings. */
export const settings: Record<string, object> = { "roles-within-the-boundary": { projects: { demo: "trial" } } };
