import type { DiagnosticFormat, Format } from "./format.js";
import type { Pen } from "./pen.js";
import type { Registry } from "./registry.js";

/** One input file: its path from the project's root with `/`, and the digest of its octets. */
export interface InputFile {
  readonly path: string;
  /** SHA-256 in hexadecimal. */
  readonly digest: string;
}

/** The registry of one enterprise. */
export interface Vendor {
  readonly pen: Pen;
  readonly registry: Registry;
  /** In IANA's words where they are known, else in the vendor's; absent where nobody says it. */
  readonly organisation?: string;
  /** Address of a page, `https://...`; only the vendor can state it. */
  readonly contactPage?: string;
}

/** What some causes have in common, for the colours and menus of tools. */
export interface CauseGroup {
  readonly id: string;
  readonly title: string;
  /** Background of its rows, `#RRGGBB`. */
  readonly colour: string;
}

/** All that a target needs to know. Frozen: no target can change what the next one sees. */
export interface Model {
  /** Name of what all formats together carry. */
  readonly title: string;
  /** The Internet-Draft or RFC that is implemented. */
  readonly specification: string;
  /** The revision that the pack speaks for. */
  readonly revision: string;
  /** In the order in which they are tried: the first that fits a payload is its format. */
  readonly formats: readonly Format[];
  /** Those of them that the specification calls diagnostic payload. */
  readonly diagnosticFormats: readonly DiagnosticFormat[];
  /** In the order of the definition. */
  readonly groups: readonly CauseGroup[];
  /** In the order of the definition. */
  readonly registries: readonly Registry[];
  /** In the order of the PENs. */
  readonly vendors: readonly Vendor[];
  readonly vendorByPen: ReadonlyMap<number, Vendor>;
  readonly inputs: readonly InputFile[];
}

/** The registries of the diagnostic payload where the PEN is 0, each once. */
export function diagnosticRegistries({ diagnosticFormats }: Model): readonly Registry[] {
  return [...new Set(diagnosticFormats.map(({ registry }) => registry))];
}

/** The capture holds fewer octets of the payload than its segment had on the wire. */
export const TRUNCATED = "truncated";

/** The closed set of problems that a record can name, in the order of the definition. */
export function problemNames(model: Model): readonly string[] {
  const named = model.formats.flatMap((format) => [
    format.length.problem,
    ...format.malformedValues.map((rule) => rule.problem),
    format.text?.problem,
  ]);
  return [...new Set([...named.filter((name) => name !== undefined), TRUNCATED])];
}
