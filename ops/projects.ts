import { join } from "node:path";
import { getProjectName, type Layer, layerNames, summaryProjectName } from "../lib/names";

/** The Pulumi project of a layer, or of the environment summary, whose folder is the repository's root. */
export type Project = Layer | "summary";

/** All projects, in the order in which they are created. */
export const projects: readonly Project[] = [...layerNames, "summary"];

/** The `name` in a project's Pulumi.yaml. */
export const getPulumiProjectName = (project: Project) =>
    project === "summary" ? summaryProjectName : getProjectName(project);

export const getProjectFolder = ({ root }: { root: string }, project: Project) =>
    project === "summary" ? root : join(root, project);
