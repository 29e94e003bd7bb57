import { describe, expect, it } from "vitest";
import { renderTemplate } from "./template.js";

const VIEW = { release: "4.99", header: ["one", "two"] };

describe("renderTemplate", () => {
  it("repeats a line for each item, and leaves no line of its control tags", () => {
    expect(renderTemplate("tcpdump/preamble", VIEW)).toContain("\n .\n one\n two\nOrigin: other\n");
  });

  it.each(["<%= 1 + 1 %>", "<%- view.release %>", "<% throw 1 %>", "a & b < c"])(
    "puts text in as it is, and never runs it: %s",
    (text) => {
      const filled = renderTemplate("tcpdump/preamble", { ...VIEW, header: [text] });
      expect(filled).toContain(`\n .\n ${text}\nOrigin: other\n`);
    },
  );

  it("throws where the view lacks the rows of a loop", () => {
    expect(() => renderTemplate("tcpdump/preamble", { release: "4.99" })).toThrow();
  });
});
