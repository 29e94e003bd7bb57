/** Text that has broken other generators, by what it attacks; only for tests. */
export const HOSTILE = [
  ["quotes", "a \"b\" 'c' `d`"],
  ["a backslash at the end", "a \\"],
  ["backslashes and digits", "\\n\\0\\x41\\065\\\\"],
  ["long brackets of Lua", "]] ]==] [[ --]]"],
  ["a block comment of Lua", "--[[ x"],
  ["a block comment that begins its line", "[[ x"],
  ["the end of a comment of C", "*/ int x; /*"],
  ["trigraphs", "??/ ??' ???/ ????="],
  ["formats of printf", "%s%n%99999d%%"],
  ["tags of the template engine", "<%= 1 %> <%- view.title %> <% } %>"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay text
  ["a template literal", "${process.exit(1)} `"],
  ["markup", '</script><!-- & &amp; <a href="x">'],
  ["non-ASCII", "Grüße, 時間切れ, \u{e9}\u{301}"],
  ["an emoji and a digit", "\u{1f600}1"],
  ["brackets and reserved words of tcpdump", "code [5] (invalid)"],
  ["signs of Wireshark's own files", "/a@b//c & d @[0,0,0] #"],
  ["members of every object", "__proto__ constructor"],
] as const;

/** Line ends and separators, which the rules refuse in a registry. */
export const LINE_ENDS = [
  ["LF", "a\nb"],
  ["CR", "a\rb"],
  ["CR LF", "a\r\nb"],
  ["NUL and a digit", "a\u{0}1"],
  ["U+2028", "a\u{2028}b"],
  ["U+2029", "a\u{2029}b"],
  ["U+0085", "a\u{85}b"],
] as const;
