import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Tells each line of a stream of UTF-8, without its end, and the last one also where it has none. */
export function forEachLine(stream: Readable, tell: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("data", (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) tell(line);
  });
  stream.on("end", () => {
    rest += decoder.end();
    if (rest !== "") tell(rest);
  });
}
