import { isDiagnostic } from "../model/format.js";
import type { Model } from "../model/model.js";
import { PROBLEMS_WHERE, RECORD, type Status } from "../model/record.js";
import { definitionOf, forbid, oneOf, type Properties, type Schema } from "../model/shape.js";
import { cComment } from "./rendering/escape.js";
import type { Target } from "./rendering/target.js";
import { comparisonSchema, findingSchema, recordSchema } from "./schema/documents.js";

/** JSON Schema 2020-12 of what `decode`, `explain` and `compare` print, each with its TypeScript. */
export const target: Target = (model) => {
  const record = recordSchema(model);
  const finding = findingSchema(model);
  const comparison = comparisonSchema(model);
  return [
    ...filesOf("rst-diagnostic", record, recordDeclarations(model, record)),
    ...filesOf("reset-finding", finding, declarationsOf(finding)),
    ...filesOf("reset-comparison", comparison, declarationsOf(comparison)),
  ];
};

function filesOf(name: string, schema: Schema, declarations: string) {
  return [
    { path: `schema/${name}.schema.json`, content: `${JSON.stringify(schema, null, 2)}\n` },
    { path: `schema/${name}.d.ts`, content: declarations },
  ];
}

/** TypeScript of what a schema defines: an interface for each object, a type for all else. */
function declarationsOf({ title, $comment, $defs = {} }: Schema): string {
  const head = [title, "", ...String($comment).split("\n")]
    .map((line) => ` * ${cComment(String(line))}`.trimEnd())
    .join("\n");
  // A registry's id has no capital: its rules are for validators alone.
  const types = Object.entries($defs).filter(([name]) => /^[A-Z]/.test(name));
  return `/*\n${head}\n */\n${types.map(([name, schema]) => declare(name, schema)).join("")}`;
}

/** TypeScript of records: one type for each status of a diagnostic payload, one for all others. */
function recordDeclarations({ formats }: Model, schema: Schema): string {
  const { $defs, required = [], properties = {} } = schema;
  const { status, reasonCode, pen, text, pattern, problems } = RECORD.properties;
  const format = { $ref: "#/$defs/OtherFormat" };
  const other = { format, status, reasonCode, pen: false, text, pattern, problems } as const;
  const diagnostic = (one: Status) => ({
    ...other,
    format: { $ref: "#/$defs/DiagnosticFormat" },
    status: { const: one },
    pen,
    ...forbid(["text", "pattern"]),
    problems: { ...problems, ...PROBLEMS_WHERE[one] },
  });
  const base = Object.entries(properties).filter(([name]) => !Object.hasOwn(other, name));
  const idsOf = (areDiagnostic: boolean) =>
    formats.filter((one) => isDiagnostic(one) === areDiagnostic).map(({ id }) => id);
  const variant = (name: string, description: string, members: Properties, needed = required) =>
    declare(`${name} extends RecordBase`, {
      description,
      type: "object",
      required: needed,
      properties: members,
    });
  const definitions = {
    DiagnosticFormat: oneOf(idsOf(true), "A format with a magic number, a reason code and a PEN."),
    OtherFormat: oneOf(idsOf(false), "Any other payload of an RST segment."),
    ...$defs,
    RecordBase: { ...schema, properties: Object.fromEntries(base) },
  };
  const whole = [...required, "reasonCode", "pen"];
  return [
    declarationsOf({ ...schema, $defs: definitions }),
    variant("ValidRecord", "A payload as the specification has it.", diagnostic("valid"), whole),
    variant("MalformedRecord", "A payload that receivers ignore.", diagnostic("malformed")),
    variant("TruncatedRecord", "A payload that the capture cut.", diagnostic("truncated")),
    variant("OtherRecord", "A payload of another format.", other),
    "\nexport type RstDiagnosticRecord =\n",
    "  | ValidRecord\n  | MalformedRecord\n  | TruncatedRecord\n  | OtherRecord;\n",
  ].join("");
}

function declare(name: string, schema: Schema): string {
  const what = schema.type === "object" ? `interface ${name} ` : `type ${name} = `;
  const end = schema.type === "object" ? "" : ";";
  return `\n${commentOf(schema, "")}export ${what}${typeOf(schema, "")}${end}\n`;
}

function typeOf(schema: Schema | false, indent: string): string {
  if (schema === false || schema.not) return "never";
  const { type, enum: names, const: value, oneOf: alternatives, maxItems, items = {} } = schema;
  const name = definitionOf(schema);
  if (name !== undefined) return name;
  if (names) return names.map((one) => JSON.stringify(one)).join(" | ") || "never";
  if (alternatives) return alternatives.map((one) => typeOf(one, indent)).join(" | ");
  if (value !== undefined)
    return `${Array.isArray(value) ? "readonly " : ""}${JSON.stringify(value)}`;
  if (Array.isArray(type)) return type.join(" | ");
  if (type === "array")
    return maxItems === 0 ? "readonly []" : `readonly ${typeOf(items, indent)}[]`;
  if (type === "object") return membersOf(schema, indent);
  return type === "integer" ? "number" : String(type);
}

function membersOf({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(([name, member]) => {
    const sign = required.includes(name) ? "" : "?";
    return `${commentOf(member, inner)}${inner}readonly ${name}${sign}: ${typeOf(member, inner)};\n`;
  });
  return `{\n${members.join("")}${indent}}`;
}

function commentOf(schema: Schema | false, indent: string): string {
  const text = schema === false ? undefined : schema.description;
  return text === undefined ? "" : `${indent}/** ${cComment(text)} */\n`;
}
