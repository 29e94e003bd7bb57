import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonPrinter } from "./json-lines.js";

function print(fill: (json: JsonPrinter) => void): string {
  const chunks: Uint8Array[] = [];
  const output = { write: (chunk: Uint8Array) => chunks.push(chunk) > 0 };
  const json = new JsonPrinter(output as unknown as ConstructorParameters<typeof JsonPrinter>[0]);
  fill(json);
  json.flush();
  return Buffer.concat(chunks).toString();
}

describe("JsonPrinter", () => {
  it("prints what is of a file as a row that begins with that", () => {
    const row = fc.record({
      file: fc.constantFrom("a.pcap", "b.pcap", '"\\\n\u202e.pcap', "ä€😀.pcap"),
      text: fc.oneof(fc.string({ unit: "binary" }), fc.constant("€".repeat(30_000))),
      isFlushed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const printed = print((json) => {
          for (const { file, text, isFlushed } of rows) {
            json.addOf(file, { text });
            if (isFlushed) json.flush();
          }
        });
        const whole = print((json) => {
          for (const { file, text } of rows) json.add({ file, text });
        });
        expect(printed).toBe(whole);
        const values = printed
          .split("\n")
          .slice(0, -1)
          .map((line) => JSON.parse(line));
        expect(values).toEqual(rows.map(({ file, text }) => ({ file, text })));
      }),
    );
  });
});
