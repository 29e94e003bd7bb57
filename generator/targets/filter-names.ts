import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { provenanceLines } from "../model/model.js";
import { markdownComment, markdownText } from "./rendering/escape.js";
import { markdownTable } from "./rendering/layout.js";
import { renderTemplate, type Target } from "./rendering/target.js";
import { filterNames, filterValues } from "./wireshark/fields.js";

const FILE = new URL("../../data/released-filter-names.csv", import.meta.url);

/** A filter name that users may have written down. */
interface ReleasedName {
  readonly name: string;
  /** As Wireshark calls it, `FT_STRING`. */
  readonly type: string;
  /** Version of the first release that had the name with this type. */
  readonly release: string;
}

/** What each release brought; a name stays in the list for ever, and so does its type. */
export const RELEASED_NAMES: readonly ReleasedName[] = parse(readFileSync(FILE), {
  columns: true,
  comment: "#",
});

/** The names that display filters may rely on, each with the release that brought it. */
export const target: Target = (model) => {
  const names = filterNames(model);
  const values = filterValues(model).map(({ name, number, word }) => [
    `\`${name}\``,
    String(number),
    markdownText(word),
  ]);
  const view = {
    header: provenanceLines(model).map(markdownComment),
    table: markdownTable(
      ["Filter name", "Type", "Since", "Meaning"],
      names.map(({ name, type, meaning }) => [
        `\`${name}\``,
        type,
        releaseOf(name),
        markdownText(meaning),
      ]),
    ),
    values: markdownTable(["Filter name", "Number", "Word"], values),
  };
  const content = renderTemplate("filter-names/filter-names.md", view);
  return [{ path: "docs/filter-names.md", content }];
};

function releaseOf(name: string): string {
  return RELEASED_NAMES.find((released) => released.name === name)?.release ?? "not yet released";
}
