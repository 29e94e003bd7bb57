/** What a change to C code must not bring one more of: formats, trigraphs, and the common ones. */
export const WARNING_FLAGS = "-Wall -Wextra -Wformat=2 -Wtrigraphs";

/** The warnings of gcc or clang, each without its place, which moves with every change. */
export function parseWarnings(stderr: string): readonly string[] {
  return [...stderr.matchAll(/^\S+:\d+:\d+: warning: (.*)$/gm)].map(([, text = ""]) => text);
}

/** The warnings of `after` that `before` has not, or has fewer times. */
export function findNewWarnings(
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const known = [...before];
  return after.filter((warning) => {
    const at = known.indexOf(warning);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}
