import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/cli.js";

const GENERATOR = join(ROOT, "generator");

/** What each folder may import besides itself: CONTRIBUTING draws the same. The Model depends on nothing. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  registry: ["model"],
  targets: ["registry", "model"],
  capture: ["model"],
  decode: ["capture", "model"],
  samples: ["decode", "capture", "model"],
  explain: ["samples", "decode", "capture", "model"],
  compare: ["samples", "decode", "capture", "model"],
  report: ["explain", "samples", "decode", "capture", "model"],
  page: ["report", "explain", "samples", "decode", "capture", "model"],
  // Where both lines meet: it holds what the targets made against what the decoder says of samples.
  verify: ["targets", "registry", "samples", "decode", "capture", "model"],
  install: ["verify", "model"],
  cli: [
    "install",
    "verify",
    "targets",
    "registry",
    "report",
    "compare",
    "explain",
    "samples",
    "decode",
    "capture",
    "model",
  ],
  // The program, and the libraries, whose types are those that are published in dist/.
  ".": ["cli", "registry", "explain", "decode", "capture", "model", ".."],
};

/** The arguments and the exit code are cli.ts's; a child process inherits our environment. */
const MAY_TOUCH_PROCESS = ["cli.ts", "verify/run-command.ts"];

const sources = readdirSync(GENERATOR, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && !/\.(test|d)\.ts$/.test(name),
);

function read(name: string): string {
  return readFileSync(join(GENERATOR, name), "utf8");
}

function folderOf(name: string): string {
  return name.includes("/") ? (name.split("/", 1)[0] ?? ".") : ".";
}

function importsOf(name: string, pattern = /(?:from|import)\s*\(?"(\.[^"]+)"/g): readonly string[] {
  const paths = [...read(name).matchAll(pattern)];
  return paths.map(([, path = ""]) =>
    relative(GENERATOR, join(GENERATOR, dirname(name), path)).replace(/\.js$/, ".ts"),
  );
}

/** The files that are reached from one by imports, and that reach it in turn. */
function circleOf(start: string): readonly string[] {
  const reached = new Map<string, string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const path of importsOf(name)) {
      if (path === start) return traceBack(reached, start, name);
      if (reached.has(path) || !sources.includes(path)) continue;
      reached.set(path, name);
      waiting.push(path);
    }
  }
  return [];
}

function traceBack(reached: ReadonlyMap<string, string>, start: string, last: string) {
  const circle = [start];
  for (let name = last; name !== start; name = reached.get(name) ?? start) circle.push(name);
  return circle;
}

describe("the layout of the design", () => {
  it.each(sources)("%s imports only from its left in the flow", (name) => {
    const allowed = [folderOf(name), ...(MAY_IMPORT[folderOf(name)] ?? [])];
    const foreign = importsOf(name).filter((path) => !allowed.includes(folderOf(path)));
    expect(foreign).toEqual([]);
  });

  it.each(sources)("%s is in no circle of imports", (name) => {
    expect(circleOf(name)).toEqual([]);
  });

  it("knows every folder", () => {
    expect(new Set(sources.map(folderOf))).toEqual(new Set(Object.keys(MAY_IMPORT)));
  });

  it("keeps the process to one file", () => {
    const touching = sources.filter((name) => /\bprocess\.(?!getuid\b)\w/.test(read(name)));
    expect(touching.sort()).toEqual(MAY_TOUCH_PROCESS);
  });

  it("keeps logic out of the templates", () => {
    const folder = join(ROOT, "templates");
    const templates = readdirSync(folder, { recursive: true, encoding: "utf8" });
    for (const name of templates.filter((path) => path.endsWith(".ejs"))) {
      const text = readFileSync(join(folder, name), "utf8");
      const tags = [...text.matchAll(/<%([\s\S]*?)%>/g)].map(([, tag = ""]) => tag.trim());
      for (const tag of tags) expect(tag, name).toMatch(TAG);
    }
  });
});

/** A hole, a loop over a ready list, a ready boolean, or the end of one of them. */
const TAG = /^(-\s?[\w.]+|(for \(const \w+ of [\w.]+\)|if \([\w.]+\)|\} else) \{ -|\} -)$/;

/** What the core of `explain` may take of the Model besides types; it is as portable as the core. */
const CORE_MAY_TAKE = [
  "model/bounded-map.ts",
  "model/columns.ts",
  "model/finding-names.ts",
  "model/tcp-flag.ts",
];

/** What a compiler to Lua cannot translate, or translates into something else without a word. */
const NOT_PORTABLE: Readonly<Record<string, RegExp>> = {
  "a private member with #": /#[a-z]/i,
  "a regular expression": /(?:[=(,:;!&|?[{]|return|=>)\s*\/[^/*\s]|\bRegExp\b/,
  "a getter or setter": /^\s*(?:static )?[gs]et \w+\(/m,
  "an asynchronous function or a generator": /\b(?:async|await|yield|import\()|\bfunction\s?\*/,
  "what only Node or a browser has": /\b(?:process|require|globalThis|Buffer|console|URL)\b/,
  "octets in a typed array": /\b(?:Uint|Int|Float|BigInt|BigUint)\d+\w*Array\b|\bDataView\b/,
  "JSON, Intl, Date or words of a country":
    /\b(?:JSON|Intl|Date)\b|\.(?:toLocale\w+|localeCompare)\(/,
  "an integer without end": /\bBigInt\b|\b\d+n\b/,
  "a method that Lua lacks":
    /\.(?:findLast\w*|to(?:Sorted|Reversed|Spliced)|matchAll|normalize|codePointAt)\(/,
  "arithmetic of 32 bits by Math": /\bMath\.(?:imul|clz32|fround)\b/,
  "a spread of false or undefined": /\.\.\.\((?:[^()]|\([^()]*\))*&&/,
  "an array with holes": /\.filter\(\(?\w+\)? => \w+ !== undefined\)|[[,]\s*undefined\s*[,\]]/,
  "a sort without an order": /\.sort\(\)/,
};

/** Whose order decides between any two: `sort` of Lua is not stable. */
const MAY_SORT = [
  "explain/capture-edges.ts",
  "explain/connection-table.ts",
  "explain/core/failure-table.ts",
  "explain/core/failure.ts",
  "explain/core/finding-table.ts",
];

describe("the core of explain, which is compiled to Lua too", () => {
  const core = sources.filter((name) => name.startsWith("explain/core/"));
  const portable = [...core, ...CORE_MAY_TAKE];

  it.each(portable)("%s imports only what is as portable", (name) => {
    const values = importsOf(name, /^import (?!type )[^;]*?"([^"]+)"/gm);
    expect(values.filter((path) => !portable.includes(path))).toEqual([]);
    const foreign = importsOf(name, /"(\.[^"]+\.js)"/g).filter(
      (path) => !portable.includes(path) && folderOf(path) !== "model",
    );
    expect(foreign).toEqual([]);
  });

  it.each(Object.entries(NOT_PORTABLE))("has no file with %s", (_what, pattern) => {
    const found = portable.filter((name) => pattern.test(codeOf(name)));
    expect(found).toEqual([]);
  });

  it.each(["a regular expression", "a getter or setter", "JSON, Intl, Date or words of a country"])(
    "is fed by no file with %s",
    (what) => {
      const found = compiled().filter((name) => NOT_PORTABLE[what]?.test(codeOf(name)));
      expect(found).toEqual([]);
    },
  );

  it("sorts only by an order that decides", () => {
    const sorting = [...new Set([...portable, ...compiled()])].filter((name) =>
      codeOf(name).includes(".sort("),
    );
    expect(sorting.sort()).toEqual(MAY_SORT);
  });
});

/** All that is compiled, as the result says: the core, and what feeds it in Lua as it does here. */
function compiled(): readonly string[] {
  const lua = readFileSync(join(ROOT, "templates/wireshark/explain/core.lua"), "utf8");
  return [...lua.matchAll(/^-- {3}generator\/(.+)$/gm)].map(([, name = ""]) => name);
}

/** A source without its comments and strings. */
function codeOf(name: string): string {
  return read(name).replace(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"/g, '""');
}
