import { CERTAINTIES, RESETTERS } from "../../model/finding-names.js";
import type { Field, Format } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import {
  formatNumbers,
  sortedValues,
  VALUE_STRINGS,
  type ValueStrings,
} from "../../model/value-strings.js";
import { fieldFilter, VENDOR_CODE_FILTER } from "../filters/reset-filter.js";
import { fieldTitle, nameTitle } from "../rendering/layout.js";

/** A field that the dissector registers. */
interface ProtoField {
  /** As Lua's `ProtoField` calls it. */
  readonly type: "string" | "bytes" | "bool" | "framenum" | `uint${number}`;
  readonly title: string;
  /** A string has none. */
  readonly display?: "DEC" | "HEX" | "SPACE" | "NONE";
  readonly meaning: string;
}

/** A field of a payload. */
export interface PayloadField extends ProtoField {
  readonly filter: string;
  /** Id of the registry that has the texts of its values. */
  readonly registry?: string;
}

/** A field that is below `rstdiag.` whatever the formats are. */
export interface OwnField extends ProtoField {
  readonly name: string;
  /** The names of its numbers. */
  readonly values?: ValueStrings;
  /** The value that says nothing: the field is then there for filters, and no row of the tree. */
  readonly usual?: string | number | boolean;
  /** Only an explanation has it. */
  readonly explained?: true;
}

function words(name: string, title: string, meaning: string): OwnField {
  return { name, type: "string", title, meaning };
}

/** One of a closed set of names: a number, so that filters complete, check and compare it. */
function choice(name: keyof typeof VALUE_STRINGS, title: string, meaning: string): OwnField {
  return { name, type: "uint8", title, display: "DEC", meaning, values: VALUE_STRINGS[name] };
}

function count(name: string, title: string, meaning: string): OwnField {
  return { name, type: "uint32", title, display: "DEC", meaning };
}

function flag(name: string, title: string, meaning: string): OwnField {
  return { name, type: "bool", title, display: "NONE", meaning };
}

function frame(name: string, title: string, meaning: string): OwnField {
  return { name, type: "framenum", title, display: "NONE", meaning };
}

/** What a registry says of the code. */
const REGISTERED: readonly OwnField[] = [
  words("reason", "Reason", "The cause, as the registry or the sending software words it"),
  words("organisation", "Organisation", "Who holds the private enterprise number"),
  words("registry", "Registry", "The registry that the reason code is from"),
  words("reference", "Reference", "The specification that defines the cause"),
  words("revision", "Registry revision", "The revision of the registry by which the code is read"),
  words(
    "other_reading",
    "Other reading",
    "The meaning of the code in another revision, which the sender may have used",
  ),
  choice(
    "origin",
    "Origin",
    "Who may send the cause: endpoint, service-function (a middlebox) or any",
  ),
];

/** How the segment states its reason, and what that is worth. */
function reading(model: Model): readonly OwnField[] {
  const [usual] = model.diagnosticFormats;
  const format: OwnField = {
    name: "format",
    type: "uint8",
    title: "Format",
    display: "DEC",
    meaning: "How the payload carries its reason",
    values: formatNumbers(model),
    ...(usual && { usual: usual.id }),
  };
  return [
    {
      ...choice(
        "source",
        "Source",
        "What states the reason: the payload, or another field that Wireshark decodes",
      ),
      usual: "payload",
    },
    format,
    {
      name: "octets",
      type: "bytes",
      title: "Octets",
      display: "SPACE",
      meaning: "The payload, where no field can say what it states",
    },
    words("pattern", "Pattern", "The software that is known to write such a text"),
    {
      ...choice(
        "standing",
        "Standing",
        "specified, historic (in an older revision) or guess (by its shape alone)",
      ),
      usual: "specified",
    },
    {
      ...choice(
        "status",
        "Status",
        "valid, malformed (receivers ignore it) or truncated (by the snapshot length)",
      ),
      usual: "valid",
    },
    words(
      "reset_cause",
      "Reset cause",
      "The stated cause, else the inferred one with its certainty",
    ),
  ];
}

/** What is around the segment. */
const SURROUNDINGS: readonly OwnField[] = [
  flag(
    "quoted",
    "Quoted in an ICMP error",
    "The segment did not reach its receiver: an ICMP error quotes it",
  ),
  frame(
    "pair",
    "Paired RST segment",
    "The RST segment sent together with this one; one of the two has no payload",
  ),
  count(
    "unacked",
    "Unacknowledged octets",
    "Sent before the reset by its sender, and not acknowledged in this capture",
  ),
];

/** What is inferred from the whole connection, as `explain` words it, and where it is seen. */
const EXPLAINED: readonly OwnField[] = [
  choice(
    "cause",
    "Cause",
    "Why the connection was reset, such as idle-timeout; stated if the RST says",
  ),
  choice("certainty", "Certainty", `How certain the cause is: ${listed(CERTAINTIES)}`),
  choice("reset_by", "Reset by", `Who sent the RST, whatever its address is: ${listed(RESETTERS)}`),
  choice(
    "situation",
    "Situation",
    "Under which name people search for what happened, such as keep-alive race",
  ),
  words("explanation", "Explanation", "What was done by whom, and what in the capture shows it"),
  words("next_step", "Next step", "What to look at next"),
  {
    ...count(
      "lost_octets",
      "Octets at risk",
      "Octets of data that the receiving application may never have got",
    ),
    usual: 0,
  },
  {
    ...flag("benign", "Benign", "Nothing was lost: a reset after the end, a health check, a scan"),
    usual: false,
  },
  frame("evidence", "Evidence", "A frame that shows the cause"),
  frame(
    "evidence_of",
    "Evidence of the reset in frame",
    "The RST segment whose cause this frame shows",
  ),
  frame(
    "reset_before",
    "Reset before, in frame",
    "The RST segment that had reset the connection before, with its cause",
  ),
];

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/**
 * The fields that say what a payload means, what is around its segment, and why the connection was
 * reset.
 */
export function ownFields(model: Model): readonly OwnField[] {
  const explained = EXPLAINED.map((field) => ({ ...field, explained: true }) as const);
  return [...REGISTERED, ...reading(model), ...SURROUNDINGS, ...explained];
}

/** The remarks on a payload, its segment or its connection; their names are filter names too. */
export const OWN_EXPERTS = [
  {
    name: "malformed",
    title: "Malformed RST diagnostic payload",
    // MALFORMED is for what Wireshark failed to dissect, and `_ws.malformed` finds it.
    group: "PROTOCOL",
    severity: "WARN",
  },
  {
    name: "truncated",
    title: "Payload truncated by the snapshot length",
    group: "UNDECODED",
    severity: "NOTE",
  },
  { name: "unknown_code", title: "Unknown reason code", group: "RESPONSE_CODE", severity: "NOTE" },
  { name: "unknown_vendor", title: "Unknown vendor", group: "RESPONSE_CODE", severity: "CHAT" },
  { name: "lost", title: "The receiver may lose data", group: "SEQUENCE", severity: "NOTE" },
  {
    name: "contradiction",
    title: "The capture contradicts the stated cause",
    group: "SEQUENCE",
    severity: "WARN",
  },
] as const;

/** Every number that has a word in a field of the plugin's own, in the order of the fields. */
export function filterValues(model: Model) {
  return ownFields(model).flatMap(({ name, values = {} }) =>
    sortedValues(values).map(([word, number]) => ({ name: `rstdiag.${name}`, number, word })),
  );
}

/** All fields of payloads, each filter name once, in the order of the formats. */
export function payloadFields({ formats }: Model): readonly PayloadField[] {
  const found = new Map<string, PayloadField>();
  for (const field of formats.flatMap(fieldsOf)) {
    if (!found.has(field.filter)) found.set(field.filter, field);
  }
  return [...found.values()];
}

function fieldsOf(format: Format): readonly PayloadField[] {
  const { fields, text } = format;
  const numbers = fields.flatMap((field) => numericFields(format, field));
  if (!text) return numbers;
  const { name, meaning } = text;
  const filter = fieldFilter(format, text);
  return [...numbers, { filter, type: "string", title: nameTitle(name), meaning }];
}

function numericFields(format: Format, field: Field): readonly PayloadField[] {
  const { kind, name, meaning } = field;
  const main: PayloadField = {
    filter: fieldFilter(format, field),
    type: `uint${field.widthBits}`,
    title: kind === "reason-code" && !format.pen ? nameTitle(name) : fieldTitle(field),
    display: kind === "magic" ? "HEX" : "DEC",
    meaning,
  };
  if (kind !== "reason-code") return [main];
  const code = { ...main, registry: format.registry?.id ?? "" };
  const vendorCode = { ...main, filter: VENDOR_CODE_FILTER, title: "Vendor reason code" };
  return format.pen ? [code, vendorCode] : [code];
}

/** Every filter name that the dissector of this Model registers, its type as `FT_STRING`. */
export function filterNames(model: Model) {
  const nameOf = (name: string, { type, meaning }: ProtoField) => {
    return { name, type: `FT_${type === "bool" ? "BOOLEAN" : type.toUpperCase()}`, meaning };
  };
  const whole = "Any payload or segment that states a reason";
  return [
    { name: "rstdiag", type: "FT_PROTOCOL", meaning: whole },
    ...payloadFields(model).map((field) => nameOf(field.filter, field)),
    ...ownFields(model).map((field) => nameOf(`rstdiag.${field.name}`, field)),
    ...OWN_EXPERTS.map(({ name, title }) => {
      return { name: `rstdiag.${name}`, type: "FT_NONE", meaning: `Expert item: ${title}` };
    }),
  ];
}
