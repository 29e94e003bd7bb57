import { describe, expect, it } from "vitest";
import { ownModel } from "../../test/support/models.js";
import { reasonCode } from "../model/identifiers.js";
import type { RegistryRow } from "../model/registry.js";
import { adviceFor } from "./docs.js";

function row(code: number, description: string): RegistryRow {
  return {
    first: reasonCode(code),
    last: reasonCode(code),
    description,
    reference: "",
    category: "assigned",
  };
}

const GENERAL = adviceFor(row(1, "A cause that nobody knows"));

describe("adviceFor", () => {
  it("goes by the cause, whatever its code and its letter case", () => {
    expect(adviceFor(row(14, "Connection timeout"))).not.toBe(GENERAL);
    expect(adviceFor(row(16, "connection Timeout"))).toBe(adviceFor(row(14, "Connection timeout")));
  });

  it.each(["__proto__", "constructor", "toString"])("has no advice of its own for %s", (cause) => {
    expect(adviceFor(row(1, cause))).toBe(GENERAL);
  });

  it("is about the sender where the code is reserved, whatever it is called", () => {
    const reserved = { ...row(0, "Reserved"), category: "reserved" } as const;
    expect(adviceFor(reserved)).toContain("no sender may use this code");
    expect(adviceFor({ ...reserved, description: "Connection timeout" })).toBe(adviceFor(reserved));
  });

  it("knows some cause of our own registry", () => {
    const causes = ownModel().registries.flatMap(({ rows }) => rows);
    expect(causes.some((cause) => adviceFor(cause) !== GENERAL)).toBe(true);
  });
});
