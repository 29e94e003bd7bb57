import { describe, expect, it } from "vitest";
import { renderTemplate } from "./target.js";

const VIEW = { versions: "4.99", specification: "draft", header: ["one", "two"] };

describe("renderTemplate", () => {
  it("repeats a line for each item, and leaves no line of its control tags", () => {
    expect(renderTemplate("tcpdump/preamble", VIEW)).toMatch(/BSD-3-Clause\n\n one\n two\n\n$/);
  });

  it.each(["<%= 1 + 1 %>", "<%- view.versions %>", "<% throw 1 %>", "a & b < c"])(
    "puts text in as it is, and never runs it: %s",
    (text) => {
      const filled = renderTemplate("tcpdump/preamble", { ...VIEW, header: [text] });
      expect(filled).toContain(`BSD-3-Clause\n\n ${text}\n\n`);
    },
  );

  it("throws where the view lacks the rows of a loop", () => {
    expect(() => renderTemplate("tcpdump/preamble", { versions: "4.99" })).toThrow();
  });
});
