import { describe, expect, it } from "vitest";
import { ownModel } from "../../test/support/models.js";
import type { RegistryRow } from "../model/registry.js";
import { adviceFor } from "./docs.js";

function row(meaning?: string, category: RegistryRow["category"] = "assigned") {
  return { category, ...(meaning !== undefined && { meaning }) };
}

const GENERAL = adviceFor(row());

describe("adviceFor", () => {
  it("goes by the meaning, and by that which it narrows", () => {
    const advice = adviceFor(row("unexpected-ack"));
    expect(advice).not.toBe(GENERAL);
    expect(adviceFor(row("unexpected-ack.no-such-state"))).toBe(advice);
    expect(adviceFor(row("unexpected-ack.syn-sent"))).not.toBe(advice);
  });

  it.each(["__proto__", "constructor", "toString"])("has no advice of its own for %s", (cause) => {
    expect(adviceFor(row(cause))).toBe(GENERAL);
  });

  it("is about the sender where the code is reserved, whatever it is called", () => {
    const reserved = adviceFor(row("reserved", "reserved"));
    expect(reserved).toContain("no sender may use this code");
    expect(adviceFor(row("connection-timeout", "reserved"))).toBe(reserved);
  });

  it("knows some cause of our own registry", () => {
    const causes = ownModel().registries.flatMap(({ rows }) => rows);
    expect(causes.some((cause) => adviceFor(cause) !== GENERAL)).toBe(true);
  });
});
