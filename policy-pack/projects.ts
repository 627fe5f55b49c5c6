/** The project a URN names. */
export const projectIn = (urn: string) => urn.split("::")[1] as string;

/** Which projects are which layer; a project that is none of them is not judged by the layers' rules. */
export const layerProjects = { core: "devmin-core", kafka: "devmin-kafka", demo: "devmin-demo" };
