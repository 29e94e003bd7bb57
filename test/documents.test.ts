import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CAUSES, FAILURES } from "../generator/model/finding-names.js";
import { ROOT, runCli } from "./support/cli.js";
import {
  isPrinted,
  linksOf,
  readPage,
  readSteps,
  replaceLines,
  showAgain,
  USER_PAGES,
} from "./support/pages.js";

const PACKAGE = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const SCRIPTS: Readonly<Record<string, string>> = PACKAGE.scripts;

const PAGES = [...USER_PAGES, "CONTRIBUTING.md", "SECURITY.md"];

/** Paths in backquotes, from the root; not those with a part that stands for others. */
const PATH =
  /`((?:data|dist|docs|generator|proof|registry|samples|scripts|templates|test)\/[^`*<\s]+)`/g;

/** Words of our own for what the field has a word for. */
const OWN_WORDS = /\b(twins?|farewell|seeming|somebody|middle box|octets of text|npx rstdiag)\b/i;

/** The address of each heading, as the hosts of repositories make it. */
function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}

function isThere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(readPage(target)).includes(anchor);
}

/** The help of each command, which is asked for once for all pages. */
const helps = new Map<string, string>();

describe.each(PAGES)("%s", (name) => {
  const page = readPage(name);
  // A command may be broken by a line's end.
  const text = page.replace(/\s+/g, " ");

  it("names scripts of npm that are there", () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = ""]) => script);
    expect(named.filter((script) => !(script in SCRIPTS))).toEqual([]);
  });

  it("names commands of rstdiag with options that they have", () => {
    const commands = text.matchAll(/(?:`|\$ |\| |&& )rstdiag ([a-z](?:(?! rstdiag )[^`$|)])*)/g);
    const wrong = [...commands].flatMap(([command, words = ""]) => {
      const [first = "", second = ""] = words.split(" ");
      const key = first === "registry" && second ? `${first} ${second}` : first;
      const help = helps.get(key) ?? runCli([...key.split(" "), "--help"]).stdout;
      helps.set(key, help);
      const options = words.match(/--[a-z][\w-]*/g) ?? [];
      const isKnown = help.startsWith(`Usage: rstdiag ${key} `);
      return isKnown && options.every((option) => help.includes(option)) ? [] : [command];
    });
    expect(wrong).toEqual([]);
  });

  it("names files, folders, pages and headings that are there", () => {
    const paths = [...page.matchAll(PATH)].map(([, path = ""]) => path);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(linksOf(page).filter((link) => !isThere(name, link))).toEqual([]);
  });

  it("has the field's words, and no command that npm would fetch from a stranger", () => {
    // What commands print has a test of its own.
    const prose = page.replace(/^```[\s\S]*?^```$/gm, "");
    expect(OWN_WORDS.exec(prose)?.[0]).toBeUndefined();
  });
});

describe("the pages together", () => {
  it.each(["README.md", "CONTRIBUTING.md"])("%s has at most 150 lines", (name) => {
    expect(readPage(name).split("\n").length - 1).toBeLessThanOrEqual(150);
  });

  it("can all be found from the first one", () => {
    const links = [...readPage("README.md").matchAll(/\]\((docs\/[\w-]+\.md)/g)];
    const found = new Set(links.map(([, page]) => page));
    expect(USER_PAGES.filter((name) => name !== "README.md" && !found.has(name))).toEqual([]);
  });

  it("explain every cause and every failure", () => {
    const page = readPage("docs/explain.md");
    expect([...CAUSES, ...FAILURES].filter((cause) => !page.includes(`| \`${cause}\` |`))).toEqual(
      [],
    );
  });

  it("say of every package why it is there", () => {
    const page = readPage("CONTRIBUTING.md");
    const packages = Object.keys({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies });
    const untold = packages.filter((one) => !one.startsWith("@types/") && !page.includes(one));
    expect(untold).toEqual([]);
  });

  it("show a workflow for a vendor's CI that ends as the shown command does", () => {
    const page = readPage("docs/registries.md");
    const [, workflow = ""] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];
    const runs = parse(workflow).jobs.check.steps.flatMap(({ run }: { run?: string }) => run ?? []);
    expect(readSteps(page).map(({ command }) => command)).toContain(runs.at(-1));
  });
});

describe("what is said of the release", () => {
  it("is of the version of package.json, for those who cite it and for those who read what changed", () => {
    const { version } = PACKAGE;
    expect(parse(readPage("CITATION.cff"))).toMatchObject({ "cff-version": "1.2.0", version });
    const sections = readPage("CHANGELOG.md").match(/^## .*$/gm) ?? [];
    expect(sections.filter((heading) => heading !== "## Unreleased")[0]).toBe(`## ${version}`);
  });
});

describe("lines that a page shows of what a command prints", () => {
  it.each([
    [["a", "b"], true],
    [["a"], false],
    [["...", "b"], true],
    [["a", "..."], true],
    [["a", "...", "b"], true],
    [["..."], true],
    [["b", "..."], false],
    [["...", "c", "..."], false],
  ])("%j are those of a, b: %s", (shown, expected) => {
    expect(isPrinted(shown, ["a", "b"])).toBe(expected);
  });

  it("are all that is printed, or the most similar lines where some were left out", () => {
    const printed = ["head", "one thing", "two things", "sum: 3"];
    expect(showAgain(["old"], printed)).toEqual(printed);
    expect(showAgain(["...", "two thing", "..."], printed)).toEqual(["...", "two things", "..."]);
    expect(showAgain(["head", "...", "sum: 2"], printed)).toEqual(["head", "...", "sum: 3"]);
    expect(isPrinted(showAgain(["...", "x", "sum"], printed), printed)).toBe(true);
  });

  it("are found where they stand, and replaced there", () => {
    const page = [
      "<!-- printed by: late -->",
      "```text",
      "1",
      "```",
      "```console",
      "$ first",
      "2",
      "3",
      "$ second",
      "```",
    ].join("\n");
    const steps = readSteps(page);
    expect(steps.map(({ command }) => command)).toEqual(["first", "second", "late"]);
    const changes = steps.flatMap(({ command, shown }) =>
      shown ? [{ place: shown, lines: [command] }] : [],
    );
    expect(replaceLines(page, changes).split("\n")).toEqual([
      "<!-- printed by: late -->",
      "```text",
      "late",
      "```",
      "```console",
      "$ first",
      "first",
      "$ second",
      "second",
      "```",
    ]);
  });
});
