import { constants } from "node:buffer";
import { expect, it } from "vitest";
import { chunksOf } from "../../../test/support/decode.js";
import { readLines } from "./text-lines.js";

it("reads a chunk that has more characters than a string can have", async () => {
  const chunk = Buffer.alloc(constants.MAX_STRING_LENGTH + 1024, "x");
  chunk.write("one\ntwo\n");
  chunk.write("\nlast", chunk.length - 5);
  const lines: string[] = [];
  for await (const line of readLines(chunksOf(chunk))) lines.push(line);
  expect(lines.map((line) => line.slice(0, 4))).toEqual(["one", "two", "xxxx", "last"]);
}, 120_000);

it("reads a character that two pieces of a chunk share", async () => {
  const chunk = Buffer.from(`a${"é".repeat(1 << 20)}\n`);
  const lines: string[] = [];
  for await (const line of readLines(chunksOf(chunk))) lines.push(line);
  expect(lines).toEqual([`a${"é".repeat(16_383)}`]);
});
