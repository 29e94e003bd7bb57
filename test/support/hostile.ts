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
  ["names of a configure script", "@name@ @VERSION@ @@"],
  ["keywords of Lua", "end return nil do function until then local goto"],
  ["keywords of C", "int return void struct typedef if #define while"],
] as const;

/** Every keyword of Lua 5.4 and of C17, each one a text of its own. */
export const KEYWORDS = `and break do else elseif end false for function goto if in local nil not or
  repeat return then true until while auto case char const continue default double enum extern float
  inline int long register restrict short signed sizeof static struct switch typedef union unsigned
  void volatile _Alignas _Alignof _Atomic _Bool _Complex _Generic _Imaginary _Noreturn _Static_assert
  _Thread_local`.split(/\s+/);

/** What no rule lets into a registry. */
export const REFUSED = [
  ["NUL", "a\u{0}1"],
  ["U+0085", "a\u{85}b"],
  ["U+2028", "a\u{2028}b"],
  ["U+2029", "a\u{2029}b"],
  ["an escape sequence of terminals", "a\u{1b}[2Jb"],
  ["a bidirectional override", "a\u{202e}b"],
  ["a bidirectional isolate", "a\u{2067}b\u{2069}"],
  ["a megabyte of one letter", "x".repeat(1_000_000)],
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
