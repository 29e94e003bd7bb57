import type { Field, Format, MalformedValue } from "../model/format.js";
import type { Model } from "../model/model.js";
import { provenanceLines } from "../model/provenance.js";
import { type Registry, type RegistryRow, statesCause } from "../model/registry.js";
import { alignColumns } from "./text/columns.js";
import { filterName, VENDOR_CODE_FILTER } from "./text/filter-names.js";
import { luaComment, luaString } from "./text/lua-text.js";
import type { Target } from "./text/target.js";
import { renderTemplate } from "./text/template.js";
import { fieldTitle, hex } from "./text/words.js";

/** The Lua dissector, one file: Wireshark runs every file of a plugin folder on its own. */
export const target: Target = (model, { version }) => {
  const revisions = revisionsOf(model).map(luaString);
  const view = {
    header: provenanceLines(model).map(luaComment),
    title: luaString(model.title),
    titleComment: luaComment(model.title),
    version: luaString(version),
    registries: model.registries.map(registryView),
    vendors: model.vendors.map(({ pen, registry }) => ({ pen, ...registryView(registry) })),
    formats: model.formats.map((format) => formatView(model, format)),
    revisionNames: revisions.join(", "),
    revisionChoices: revisions.map((name, at) => `{ ${at + 1}, ${name}, ${at + 1} }`).join(", "),
  };
  return [
    { path: "wireshark/rstdiag.lua", content: renderTemplate("wireshark/rstdiag.lua", view) },
  ];
};

function registryView(registry: Registry) {
  return {
    id: luaString(registry.id),
    comment: luaComment(registry.title),
    revisions: [registry, ...registry.others].map(revisionView),
  };
}

function revisionView({ revision, rows }: Registry) {
  const stated = rows.filter(statesCause);
  const singles = stated.filter(({ first, last }) => first === last);
  const ranges = stated.filter(({ first, last }) => first < last);
  return {
    name: luaString(revision ?? ""),
    reasons: luaEntries(singles.map(({ first, description }) => [first, description])),
    references: luaEntries(singles.map(({ first, reference }) => [first, reference])),
    hasRanges: ranges.length > 0,
    ranges: ranges.map(luaRange),
  };
}

function luaRange({ first, last, description, reference }: RegistryRow): string {
  const words = `reason = ${luaString(description)}, reference = ${luaString(reference)}`;
  return `{ first = ${first}, last = ${last}, ${words} },`;
}

/** The choices of the preference: the pack's own revision, then the others. */
function revisionsOf(model: Model): readonly string[] {
  const all = model.registries.flatMap((registry) => [registry, ...registry.others]);
  const names = all.flatMap(({ revision }) => (revision === undefined ? [] : [revision]));
  return [...new Set([model.revision, ...names])];
}

function luaEntries(entries: readonly (readonly [number, string])[]): readonly string[] {
  const stated = entries.filter(([, text]) => text !== "");
  return alignColumns(stated.map(([code, text]) => [`[${code}]`, "=", `${luaString(text)},`]));
}

function formatView(model: Model, format: Format) {
  const { octets, section } = format.length;
  return {
    title: luaComment(format.title),
    source: luaComment(`${model.specification}, section ${format.section}`),
    magic: hex(format.magic.value, format.magic.widthBits),
    lengthBytes: octets,
    lengthRule: luaString(`SEG.LEN is %d, but must be ${octets} (section ${section})`),
    registry: luaString(format.registry.id),
    reasonCode: luaString(format.reasonCode.name),
    pen: luaString(format.pen.name),
    drawing: alignColumns(
      format.fields.map((field) => [
        octetRange(field),
        luaComment(field.name),
        luaComment(field.meaning),
      ]),
      "  ",
    ),
    fields: format.fields.map((field) => fieldView(field, format.registry)),
    malformed: format.malformedValues.map(malformedView),
  };
}

function octetRange({ offsetBytes, widthBits }: Field): string {
  const last = offsetBytes + widthBits / 8 - 1;
  return last === offsetBytes ? `octet  ${last}` : `octets ${offsetBytes}-${last}`;
}

function fieldView(field: Field, registry: Registry) {
  const isReasonCode = field.kind === "reason-code";
  return {
    name: luaString(field.name),
    offsetBytes: field.offsetBytes,
    sizeBytes: field.widthBits / 8,
    type: luaString(`uint${field.widthBits}`),
    filter: luaString(filterName(field)),
    title: luaString(fieldTitle(field)),
    display: field.kind === "magic" ? "base.HEX" : "base.DEC",
    texts: isReasonCode ? `registries[${luaString(registry.id)}][1].reasons` : "nil",
    blurb: luaString(field.meaning),
    isReasonCode,
    vendorFilter: luaString(VENDOR_CODE_FILTER),
    vendorTitle: luaString("Vendor reason code"),
  };
}

function malformedView({ field, value, when, section }: MalformedValue) {
  const demand = when === "is" ? "must not be" : "must be";
  return {
    name: luaString(field.name),
    value,
    is: String(when === "is"),
    label: luaString(field.kind === "reason-code" ? "code" : field.name),
    rule: luaString(`${fieldTitle(field)} ${demand} ${value} (section ${section})`),
  };
}
