import { appendFile, copyFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The lists of the two layouts of tcpdump's suite, as they lie beside the patch. */
const PERL_LIST = ".tests";
const PLAIN_LIST = "TESTLIST.5.0";

/**
 * Adds the tests that go with a patch to tcpdump's own, as its README tells packagers to, and
 * gives their number; none where the folder `from` is not there.
 */
export async function addTests(from: string, tree: string): Promise<number> {
  const names: readonly string[] = await readdir(from).catch(() => []);
  const findsPerl = (await readFile(join(tree, "tests/TESTrun"), "utf8")).includes("*.tests'");
  const copied = names.filter((name) => name !== PLAIN_LIST);
  for (const name of copied) {
    if (!name.endsWith(PERL_LIST) || findsPerl) {
      await copyFile(join(from, name), join(tree, "tests", name));
    }
  }
  const list = names.find((name) => (findsPerl ? name.endsWith(PERL_LIST) : name === PLAIN_LIST));
  if (list === undefined) return 0;
  const text = await readFile(join(from, list), "utf8");
  if (!findsPerl) await appendFile(join(tree, "tests/TESTLIST"), text);
  return [...text.matchAll(findsPerl ? /^ +name => /gm : /^tcp\S+ /gm)].length;
}
