import { isDiagnostic } from "../../model/format.js";
import { type Model, problemNames, provenanceLines } from "../../model/model.js";
import { recordMember } from "../../model/record.js";
import { cComment } from "../text/escape.js";
import { numbersOf } from "./format-schema.js";

/** What the template of the TypeScript type shows. */
export function recordTypeView(model: Model) {
  const numbers = new Map(
    model.formats
      .flatMap(numbersOf)
      .map(({ name, meaning }) => [recordMember(name), cComment(meaning)]),
  );
  return {
    header: provenanceLines(model).map(cComment),
    title: cComment(model.title),
    specification: cComment(model.specification),
    diagnosticFormats: unionOf(model.diagnosticFormats.map(({ id }) => id)),
    otherFormats: unionOf(
      model.formats.filter((format) => !isDiagnostic(format)).map(({ id }) => id),
    ),
    patterns: unionOf(model.formats.flatMap(({ patterns }) => patterns.map(({ id }) => id))),
    problems: unionOf(problemNames(model)),
    numbers: [...numbers].map(([name, meaning]) => ({ name, meaning })),
  };
}

function unionOf(names: readonly string[]): string {
  return names.length === 0 ? "never" : names.map((name) => JSON.stringify(name)).join(" | ");
}
