import { FINDING_DEFINITIONS } from "../../model/finding.js";
import type { Field, Format, MalformedValue } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import type { Registry } from "../../model/registry.js";
import type { Schema } from "../../model/shape.js";
import { compiledExplanation } from "./compiled-explanation.js";
import { type LuaValue, luaValue } from "./lua-text.js";

/**
 * What the explanation of resets needs besides what the plugin has anyway, then the explanation
 * itself, which is compiled from that of the command: a text, for reading it as code takes time at
 * each start of Wireshark, and few need it.
 */
export function explanationPart(model: Model): string {
  const source = compiledExplanation();
  const bracket = "=".repeat(longestBracket(source) + 1);
  const member = (name: string, value: LuaValue) =>
    `explanation.${name} = ${luaValue(value, 0, `explanation.${name} = `.length)}`;
  return [
    "-- The explanation of resets: what `rstdiag explain` says, from the same source. First what it",
    "-- needs besides the data above.",
    "",
    "-- What the causes of the registries mean, whatever their words and codes are.",
    member("meanings", model.registries.map(meaningsOf)),
    "",
    "-- The formats as the explanation reads them.",
    member("formats", model.formats.map(formatOf)),
    "",
    "-- The members of a finding in the order in which they are printed.",
    member("members", membersOf(FINDING_DEFINITIONS.Finding)),
    "",
    `explanation.source = [${bracket}[`,
    source.trimEnd(),
    `]${bracket}]`,
    "",
  ].join("\n");
}

/** How many equals signs the longest closing bracket of a long string has in the text. */
function longestBracket(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\](=*)\]/g)].map(([, { length } = ""]) => length));
}

/** By the code, for each revision of a registry. */
function meaningsOf(registry: Registry): LuaValue {
  return [registry, ...registry.others].map(
    ({ rows }) =>
      new Map(
        rows.flatMap(({ first, meaning }) => (meaning === undefined ? [] : [[first, meaning]])),
      ),
  );
}

function formatOf(format: Format): LuaValue {
  const { id, standing, length, fields, magic, reasonCode, pen, registry, padding, text } = format;
  return {
    id,
    standing,
    length: { least: length.least, most: length.most, problem: length.problem },
    fields: fields.map(fieldOf),
    magic: magic && { ...fieldOf(magic), value: magic.value },
    reasonCode: reasonCode && fieldOf(reasonCode),
    pen: pen && fieldOf(pen),
    registry: registry?.id,
    padding: padding && { offsetBytes: padding.offsetBytes, sizeBytes: padding.sizeBytes },
    text: text && { offsetBytes: text.offsetBytes, problem: text.problem },
    patterns: format.patterns.map(({ id: pattern, parts }) => ({
      id: pattern,
      parts: parts.map((part) => ({ ...part })),
    })),
    malformedValues: format.malformedValues.map(malformedOf),
  };
}

function fieldOf({ kind, name, offsetBytes, widthBits }: Field) {
  return { kind, name, offsetBytes, widthBits };
}

function malformedOf({ problem, field, value, when }: MalformedValue): LuaValue {
  return { problem, field: fieldOf(field), value, when };
}

/** A list has brackets, an object members; the capture's name is not known in Wireshark. */
function membersOf({ properties = {} }: Schema): LuaValue {
  return Object.entries(properties)
    .filter(([name]) => name !== "file")
    .map(([name, member]) => memberOf(name, member === false ? {} : member));
}

function memberOf(name: string, member: Schema): LuaValue {
  const shape = member.items ?? member;
  const known = shape.$ref === "#/$defs/Endpoint" ? FINDING_DEFINITIONS.Endpoint : shape;
  return {
    name,
    is_list: member.items === undefined ? undefined : true,
    members: known.properties === undefined ? undefined : membersOf(known),
  };
}
