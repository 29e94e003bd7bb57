import { join } from "node:path";
import { formatMistake, formatWarning } from "../model/mistake.js";
import type { Model } from "../model/model.js";
import { checkEnterprises } from "../registry/enterprise-numbers.js";
import { loadModel } from "../registry/load-model.js";
import { generatePack } from "../targets/text/target.js";
import { type Context, tell } from "./context.js";
import type { PlacedFile } from "./pack-files.js";
import { ownVersion, type Project } from "./project.js";

/** Loads the Model, or prints each mistake on a line of its own; warnings stop nobody. */
export async function loadOrTell(context: Context, project: Project): Promise<Model | undefined> {
  const result = loadModel(project.registry, project.inputs);
  if (result.kind === "mistakes") {
    tell(context, ...result.mistakes.map(formatMistake));
    return undefined;
  }
  const { enterpriseNumbers } = project;
  if (!enterpriseNumbers) {
    tell(context, ...result.warnings.map(formatWarning));
    return result.model;
  }
  // The whole file says all that the excerpt does, and knows better.
  const checked = checkEnterprises(enterpriseNumbers, result.claims);
  if (checked.kind === "mistakes") {
    tell(context, ...checked.mistakes.map(formatMistake));
    return undefined;
  }
  tell(context, ...checked.value.map(formatWarning));
  return result.model;
}

/** Everything that the inputs give, and where it belongs: the pack, then its samples. */
export async function placeFiles(project: Project, model: Model): Promise<readonly PlacedFile[]> {
  const { makeSamples } = await import("../samples/samples.js");
  const pack = await generatePack(model, { version: ownVersion(), ...project.options });
  const encoder = new TextEncoder();
  return [
    ...pack.map(({ path, content }) => ({
      path: join(project.dist, path),
      content: typeof content === "string" ? encoder.encode(content) : content,
    })),
    ...makeSamples(model).map(({ name, content }) => ({
      path: join(project.samples, name),
      content,
    })),
  ];
}
