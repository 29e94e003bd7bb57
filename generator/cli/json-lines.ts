import type { Model } from "../model/model.js";
import type { Schema } from "../model/shape.js";
import type { LineCheck, LineKind } from "../report/printed-lines.js";
import { LINE_SCHEMAS } from "../targets/schema/documents.js";
import { openSchema } from "../verify/schema-check.js";

const BRACE = 0x7b;
/** White space, and the byte order mark that some shells put before what they redirect. */
const BEFORE_TEXT = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
const NAME = /\.(jsonl|ndjson)$/i;

/**
 * Tells JSON lines from captures: no capture begins with a brace. An empty file has its name. The
 * chunks that it returns still have all octets.
 */
export async function recogniseLines(file: string, chunks: AsyncIterable<Uint8Array>) {
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

async function* again(seen: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>) {
  yield* seen;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** Holds lines against the schemas of the pack, each compiled for its first line: one may be large. */
export function createLineCheck(model: Model): LineCheck {
  const compiled = new Map<LineKind, (line: unknown) => string | undefined>();
  return (kind, line) => {
    const check = compiled.get(kind) ?? compile(LINE_SCHEMAS[kind](model));
    compiled.set(kind, check);
    return check(line);
  };
}

function compile(schema: Schema): (line: unknown) => string | undefined {
  const result = openSchema(JSON.stringify(schema));
  if (result.kind === "broken") throw new Error(result.reason);
  return result.check;
}
