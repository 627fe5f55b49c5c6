import type { PolicyConfigSchema } from "@pulumi/policy";

/** The project a URN names. */
export const parseProject = (urn: string) => urn.split("::")[1] as string;

/** The stack a URN names. */
export const parseStack = (urn: string) => urn.split(":")[2] as string;

/** Which projects are which layer, where a rule's setting does not say otherwise. */
const layerProjects = { core: "devmin-core", kafka: "devmin-kafka", demo: "devmin-demo" };
type Layer = keyof typeof layerProjects;

/** What every rule about the layers can be told: none judges a project that is not a layer. */
export const projectsSetting: PolicyConfigSchema["properties"] = {
    projects: {
        type: "object",
        default: layerProjects,
        description: "Which project is which layer: core, kafka or demo. Other projects are not evaluated.",
    },
};

/** The layer a resource is in; undefined where its project is none. */
export function findLayer(urn: string, getConfig: <T extends object>() => T): Layer | undefined {
    const { projects = layerProjects } = getConfig<{ projects?: Partial<typeof layerProjects> }>();
    return (Object.keys(layerProjects) as Layer[]).find((layer) => projects[layer] === parseProject(urn));
}
