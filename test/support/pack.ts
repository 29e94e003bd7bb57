import type { Model } from "../../generator/model/model.js";
import { target as profile } from "../../generator/targets/profile.js";
import type { OutputFile, Target } from "../../generator/targets/rendering/target.js";
import { target as schema } from "../../generator/targets/schema.js";
import { target as tcpdump } from "../../generator/targets/tcpdump.js";
import { target as wireshark } from "../../generator/targets/wireshark.js";

const GENERATOR = { version: "1.2.3" };

/** The Lua dissector of a Model; only for tests. */
export function luaOf(model: Model): string {
  return contentOf(wireshark, model, ".lua");
}

/** The patch of a line of tcpdump's releases; only for tests. */
export function patchOf(model: Model, release: "4.99" | "5.0" = "4.99"): string {
  return contentOf(tcpdump, model, `-${release}.patch`);
}

/** All of what is printed: the patches of a line of releases one after the other; only for tests. */
export function seriesOf(model: Model, release: "4.99" | "5.0" = "4.99"): readonly string[] {
  const name = new RegExp(`-${release}(-numbers)?\\.patch$`);
  const files = filesOf(tcpdump, model).filter(({ path }) => name.test(path));
  return files.map(({ content }) => String(content));
}

/** The JSON Schema of a Model, of its records if no other; only for tests. */
export function schemaOf(model: Model, name = "rst-diagnostic"): string {
  return contentOf(schema, model, `/${name}.schema.json`);
}

/** The TypeScript type of a Model's records; only for tests. */
export function typeOf(model: Model): string {
  return contentOf(schema, model, "/rst-diagnostic.d.ts");
}

/** The files of Wireshark's profile of a Model by their names; only for tests. */
export function profileOf(model: Model): ReadonlyMap<string, string> {
  const files = filesOf(profile, model).flatMap(({ path, content }) =>
    typeof content === "string" ? [[path.replace(/^.*\//, ""), content] as const] : [],
  );
  return new Map(files);
}

const made = new WeakMap<Model, Map<Target, readonly OutputFile[]>>();

/** What a target gives is a function of the Model: it is asked once. */
function filesOf(target: Target, model: Model): readonly OutputFile[] {
  const ofModel = made.get(model) ?? new Map<Target, readonly OutputFile[]>();
  const files = ofModel.get(target) ?? target(model, GENERATOR);
  made.set(model, ofModel.set(target, files));
  return files;
}

function contentOf(target: Target, model: Model, ending: string): string {
  const file = filesOf(target, model).find(({ path }) => path.endsWith(ending));
  if (typeof file?.content !== "string") throw new Error(`no text file *${ending}`);
  return file.content;
}

/** Where upstream decodes no such payload, the decoder that the patch adds has the numbers already. */
export const NO_NUMBERS_PATCH =
  "no longer generated, can be deleted: dist/tcpdump/rst-diagnostic-5.0-numbers.patch\n";
