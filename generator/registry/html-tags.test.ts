import { describe, expect, it } from "vitest";
import { dropTags } from "./draft-table.js";

describe("dropTags", () => {
  it.each([
    ["<code>SEG.ACK</code> is", "SEG.ACK is"],
    ["<TT class='x'>a</TT>", "a"],
    ["a<br/>b<br />c", "a b c"],
    ["&lt;code&gt; &amp;amp; &quot;&apos;", "<code> &amp; \"'"],
    ["a < b and c > d", "a < b and c > d"],
    ["<script>a</script> <codec>", "<script>a</script> <codec>"],
    ["<code", "<code"],
    ["&unknown; & &#8238;", "&unknown; & &#8238;"],
  ])("%j is %j", (text, plain) => {
    expect(dropTags(text)).toBe(plain);
  });
});
