import type { Model } from "../model/model.js";
import type { LineChecks } from "../report/printed-lines.js";
import { comparisonSchema } from "../targets/compare-schema/comparison-schema.js";
import { findingSchema } from "../targets/explain-schema/finding-schema.js";
import type { Schema } from "../targets/schema/keywords.js";
import { recordSchema } from "../targets/schema/record-schema.js";
import { openSchema } from "../verify/schema-check.js";

const BRACE = 0x7b;
/** White space, and the byte order mark that some shells put before what they redirect. */
const BEFORE_TEXT = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
const NAME = /\.(jsonl|ndjson)$/i;

/** An input of which the first octets were looked at; `chunks` has them still. */
interface Recognised {
  readonly isLines: boolean;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Tells JSON lines from captures: no capture begins with a brace. An empty file has its name. */
export async function recogniseLines(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Recognised> {
  const iterator = chunks[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let start: number | undefined;
  while (start === undefined) {
    const next = await iterator.next();
    if (next.done) break;
    // A copy: white space alone would be overwritten by what is read next.
    seen.push(new Uint8Array(next.value));
    start = next.value.find((octet) => !BEFORE_TEXT.has(octet));
  }
  const isLines = start === BRACE || (seen.length === 0 && NAME.test(file));
  return { isLines, chunks: again(seen, iterator) };
}

async function* again(
  seen: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* seen;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    yield next.value;
  }
}

/** What the schemas of the pack say of a line, for each kind of line. */
export function createLineChecks(model: Model): LineChecks {
  const findings = findingSchema(model);
  const comparisons = comparisonSchema(model);
  return {
    finding: lazily(() => ({ ...findings, oneOf: undefined, $ref: "#/$defs/Finding" })),
    capture: lazily(() => ({ ...findings, oneOf: undefined, $ref: "#/$defs/Capture" })),
    record: lazily(() => recordSchema(model)),
    reset: lazily(() => ({ ...comparisons, oneOf: undefined, $ref: "#/$defs/Reset" })),
    comparison: lazily(() => ({ ...comparisons, oneOf: undefined, $ref: "#/$defs/Summary" })),
  };
}

/** A schema is compiled when its first line is there: that of records may be large. */
function lazily(makeSchema: () => Schema): LineChecks["finding"] {
  let check: LineChecks["finding"] | undefined;
  return (line) => {
    check ??= compile({ ...makeSchema(), examples: [] });
    return check(line);
  };
}

function compile(schema: Schema): LineChecks["finding"] {
  const result = openSchema(JSON.stringify(schema));
  if (result.kind === "broken") throw new Error(result.reason);
  return result.check;
}
