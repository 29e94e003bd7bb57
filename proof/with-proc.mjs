/**
 * A command in a chroot with /proc, for the time of the command and for it alone; any other as it is.
 *
 * @param {readonly string[]} words the program, and what it is given
 * @returns {readonly string[]}
 */
export function withProc(words) {
  const [program, root = ""] = words;
  if (program !== "chroot") return words;
  const script = 'mount --rbind /proc "$0/proc" && exec "$@"';
  return ["unshare", "--mount", "sh", "-c", script, root, ...words];
}
