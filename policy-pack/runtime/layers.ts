import type { PolicyConfigSchema } from "@pulumi/policy";

export const parseProject = (urn: string) => urn.split("::")[1] as string;

export const parseStack = (urn: string) => urn.split(":")[2] as string;

/** The default projects of the layers. */
const layerProjects = { core: "devmin-core", kafka: "devmin-kafka", demo: "devmin-demo" };
type Layer = keyof typeof layerProjects;

/** The setting of every policy about layers; they skip projects that are not a layer. */
export const projectsSetting: PolicyConfigSchema["properties"] = {
    projects: {
        type: "object",
        default: layerProjects,
        description: "The project of each layer: core, kafka and demo. Other projects are skipped.",
    },
};

/** The layer of a resource; undefined if its project is not a layer. */
export function findLayer(urn: string, getConfig: <T extends object>() => T): Layer | undefined {
    const { projects = layerProjects } = getConfig<{ projects?: Partial<typeof layerProjects> }>();
    return (Object.keys(layerProjects) as Layer[]).find((layer) => projects[layer] === parseProject(urn));
}
