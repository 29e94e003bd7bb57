import { TextDecoder } from "node:util";
import type { EnterpriseNumbers } from "../model/enterprise-numbers.js";
import { AGAIN, EnterpriseNumbersReader, type WantedNumbers } from "./enterprise-reader.js";
import { MAX_INPUT_OCTETS, type ReadResult, type SourceFile } from "./source-file.js";

/** The file of a name, as it comes in, and the numbers that are asked for. */
export interface EnterpriseNumbersSource {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly wanted: WantedNumbers;
}

const TOO_LARGE = [`the file has more than ${MAX_INPUT_OCTETS} octets`, AGAIN] as const;
const ALL: WantedNumbers = { has: () => true };

/**
 * Reads IANA's text file of Private Enterprise Numbers, one chunk after the other. Only the
 * organisations are taken: who to write to there is never kept.
 */
export async function readEnterpriseNumbers({
  name,
  chunks,
  wanted,
}: EnterpriseNumbersSource): Promise<ReadResult<EnterpriseNumbers>> {
  const reader = new EnterpriseNumbersReader(name, wanted);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let octets = 0;
  for await (const chunk of chunks) {
    octets += chunk.length;
    if (octets > MAX_INPUT_OCTETS) return reader.refuse(...TOO_LARGE);
    const mistake = reader.add(decode(decoder, chunk));
    if (mistake) return { kind: "mistakes", mistakes: [mistake] };
  }
  const mistake = reader.add(decode(decoder));
  return mistake ? { kind: "mistakes", mistakes: [mistake] } : reader.finish();
}

/** The text of a chunk, at the end with a line's end; nothing where its octets are not UTF-8. */
function decode(decoder: TextDecoder, chunk?: Uint8Array): string | undefined {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : `${decoder.decode()}\n`;
  } catch {
    return undefined;
  }
}

/** Reads all of an excerpt in the same form, which is small and in memory. */
export function readEnterpriseExcerpt({ path, text }: SourceFile): ReadResult<EnterpriseNumbers> {
  const reader = new EnterpriseNumbersReader(path, ALL);
  const mistake = reader.add(`${text}\n`);
  return mistake ? { kind: "mistakes", mistakes: [mistake] } : reader.finish();
}
