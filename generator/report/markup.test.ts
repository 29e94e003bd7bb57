import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Markup, markup } from "./markup.js";

describe("markup", () => {
  it.each([
    ["</script><script>alert(1)</script>", "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"],
    [`"><img src=x onerror='a'>`, "&quot;&gt;&lt;img src=x onerror=&#39;a&#39;&gt;"],
    ["a & b `c`", "a &amp; b &#96;c&#96;"],
    ["&lt;", "&amp;lt;"],
    ["a\u202eb\u0000c", "a&lt;U+202E&gt;b&lt;U+0000&gt;c"],
    ["\ud800", "&lt;U+D800&gt;"],
    ["größer 日本", "größer 日本"],
  ])("escapes %j", (text, escaped) => {
    expect(markup`<p title="${text}">${text}</p>`.toString()).toBe(
      `<p title="${escaped}">${escaped}</p>`,
    );
  });

  it("keeps markup that it made, and lists of it", () => {
    const items = ["<", "b"].map((text) => markup`<li>${text}</li>`);
    expect(markup`<ul>${items}</ul>${markup`<br>`}`.toString()).toBe(
      "<ul><li>&lt;</li><li>b</li></ul><br>",
    );
  });

  it("refuses an attribute without quotes, which a space would end", () => {
    expect(() => markup`<p title=${"a b"}>`).toThrow("an attribute without quotes");
  });

  it("takes an array of texts for no markup", () => {
    const texts = ["<b>"] as unknown as readonly Markup[];
    expect(markup`${texts}`.toString()).not.toContain("<b>");
  });

  it("lets no text begin or end an element or a value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(markup`${text}`.toString()).not.toMatch(/[<>"'`]|&(?!(lt|gt|amp|quot|#39|#96);)/);
      }),
    );
  });
});
