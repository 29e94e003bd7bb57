import { CERTAINTIES, RESETTERS } from "../../model/finding-names.js";
import type { Field, Format } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { fieldFilter, VENDOR_CODE_FILTER } from "../filters/reset-filter.js";
import { fieldTitle, nameTitle } from "../rendering/layout.js";

/** A field that the dissector registers. */
interface ProtoField {
  /** As Lua's `ProtoField` calls it. */
  readonly type: "string" | "bool" | "framenum" | `uint${number}`;
  readonly title: string;
  /** A string has none. */
  readonly display?: "DEC" | "HEX" | "NONE";
  readonly meaning: string;
}

/** A field of a payload. */
export interface PayloadField extends ProtoField {
  readonly filter: string;
  /** Id of the registry that has the texts of its values. */
  readonly registry?: string;
}

/** A field that is below `rstdiag.` whatever the formats are. */
interface OwnField extends ProtoField {
  readonly name: string;
}

function ownText([name, title, meaning]: readonly [string, string, string]): OwnField {
  return { name, type: "string", title, meaning };
}

const WORDS: readonly (readonly [name: string, title: string, meaning: string])[] = [
  ["reason", "Reason", "The cause, as the registry or the sending software words it"],
  ["organisation", "Organisation", "Who holds the private enterprise number"],
  ["registry", "Registry", "The registry that the reason code is from"],
  ["reference", "Reference", "The specification that defines the cause"],
  ["revision", "Registry revision", "The revision of the registry by which the code is read"],
  [
    "other_reading",
    "Other reading",
    "The meaning of the code in another revision, which the sender may have used",
  ],
  ["origin", "Origin", "Who may send the cause: endpoint, service-function (a middlebox) or any"],
  [
    "source",
    "Source",
    "What states the reason: the payload, or another field that Wireshark decodes",
  ],
];

const READING: typeof WORDS = [
  ["format", "Format", "How the payload carries its reason"],
  ["pattern", "Pattern", "The software that is known to write such a text"],
  [
    "standing",
    "Standing",
    "specified, historic (in an older revision) or guess (by its shape alone)",
  ],
  [
    "status",
    "Status",
    "valid, malformed (receivers ignore it) or truncated (by the snapshot length)",
  ],
];

/** What is inferred from the whole connection, as `explain` words it. */
const EXPLANATION: typeof WORDS = [
  ["reset_cause", "Reset cause", "The stated cause, else the inferred one with its certainty"],
  ["cause", "Cause", "Why the connection was reset, such as idle-timeout; stated if the RST says"],
  ["certainty", "Certainty", `How certain the cause is: ${listed(CERTAINTIES)}`],
  ["reset_by", "Reset by", `Who sent the RST, whatever its address is: ${listed(RESETTERS)}`],
  ["explanation", "Explanation", "What was done by whom, and what in the capture shows it"],
  ["next_step", "Next step", "What to look at next"],
  [
    "situation",
    "Situation",
    "Under which name people search for what happened, such as keep-alive race",
  ],
];

/** What surrounds a reset, and where it is seen. */
const CONSEQUENCES: readonly OwnField[] = [
  {
    name: "lost_octets",
    type: "uint32",
    title: "Octets at risk",
    display: "DEC",
    meaning: "Octets of data that the receiving application may never have got",
  },
  {
    name: "benign",
    type: "bool",
    title: "Benign",
    display: "NONE",
    meaning: "Nothing was lost: a reset after the end, a health check, a scan",
  },
  {
    name: "evidence",
    type: "framenum",
    title: "Evidence",
    display: "NONE",
    meaning: "A frame that shows the cause",
  },
  {
    name: "evidence_of",
    type: "framenum",
    title: "Evidence of the reset in frame",
    display: "NONE",
    meaning: "The RST segment whose cause this frame shows",
  },
  {
    name: "reset_before",
    type: "framenum",
    title: "Reset before, in frame",
    display: "NONE",
    meaning: "The RST segment that had reset the connection before, with its cause",
  },
];

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/**
 * The fields that say what a payload means, what is around its segment, and why the connection was
 * reset.
 */
export const OWN_FIELDS: readonly OwnField[] = [
  ...WORDS.map(ownText),
  {
    name: "quoted",
    type: "bool",
    title: "Quoted in an ICMP error",
    display: "NONE",
    meaning: "The segment did not reach its receiver: an ICMP error quotes it",
  },
  {
    name: "pair",
    type: "framenum",
    title: "Paired RST segment",
    display: "NONE",
    meaning: "The RST segment sent together with this one; one of the two has no payload",
  },
  {
    name: "unacked",
    type: "uint32",
    title: "Unacknowledged octets",
    display: "DEC",
    meaning: "Sent before the reset by its sender, and not acknowledged in this capture",
  },
  ...READING.map(ownText),
  ...EXPLANATION.map(ownText),
  ...CONSEQUENCES,
];

/** The remarks on a payload, its segment or its connection; their names are filter names too. */
export const OWN_EXPERTS = [
  {
    name: "malformed",
    title: "Malformed RST diagnostic payload",
    group: "MALFORMED",
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
    ...OWN_FIELDS.map((field) => nameOf(`rstdiag.${field.name}`, field)),
    ...OWN_EXPERTS.map(({ name, title }) => {
      return { name: `rstdiag.${name}`, type: "FT_NONE", meaning: `Expert item: ${title}` };
    }),
  ];
}
