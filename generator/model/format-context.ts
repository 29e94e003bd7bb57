import type { Definition, DefinitionPath, FieldData, FormatData } from "./definition.js";
import type { Mistake, Place } from "./mistake.js";

/** One format and where it stands: rules look at it through this. */
export interface FormatContext {
  readonly format: FormatData;
  readonly index: number;
  readonly definition: Definition;
}

export type FormatRule = (context: FormatContext) => readonly Mistake[];

/** Place of a value of the format. */
export function placeOf({ definition, index }: FormatContext, path: DefinitionPath): Place {
  return definition.locate(["formats", index, ...path]);
}

/** The field of a name. */
export function findField(format: FormatData, name: string): FieldData | undefined {
  return format.fields.find((field) => field.name === name);
}
