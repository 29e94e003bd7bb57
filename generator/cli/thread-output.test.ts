import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { ThreadOutput } from "./file-thread.js";
import type { FromThread } from "./file-threads.js";

const LINE = "x".repeat(1023);

function open() {
  const sent: FromThread[] = [];
  const output = new ThreadOutput((message) => sent.push(message), { isTTY: false });
  const texts = () => sent.flatMap((message) => (message.kind === "text" ? message.text : []));
  return { sent, output, texts };
}

describe("ThreadOutput", () => {
  it("keeps the order of both outputs", () => {
    const { sent, output } = open();
    output.stdout.write("one\n");
    output.stdout.write("two\n");
    output.stderr.write("three\n");
    output.stdout.write("four\n");
    output.flush();
    expect(sent).toEqual([
      { kind: "text", to: "stdout", text: "one\ntwo\n" },
      { kind: "text", to: "stderr", text: "three\n" },
      { kind: "text", to: "stdout", text: "four\n" },
    ]);
  });

  it("takes no more until what it holds was printed, and then all of it", async () => {
    const { output, texts } = open();
    let written = 0;
    while (!output.stdout.writableNeedDrain) {
      output.stdout.write(`${LINE}\n`);
      written += LINE.length + 1;
      expect(written).toBeLessThan(20 * 1024 * 1024);
    }
    const sent = texts().join("").length;
    expect(sent).toBeGreaterThan(16 * 1024 * 1024);
    output.stdout.write("last\n");
    const drained = once(output.stdout, "drain");
    output.printed(sent);
    await drained;
    output.flush();
    expect(texts().join("").endsWith(`${LINE}\nlast\n`)).toBe(true);
    expect(texts().join("")).toHaveLength(written + "last\n".length);
  });
});
