import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./cli-for-test.js";

const GENERATOR = join(ROOT, "generator");

/** What each folder may import: the flow goes one way, and the Model depends on nothing. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: ["model"],
  read: ["read", "model"],
  targets: ["targets", "capture", "model"],
  write: ["write", "model"],
  capture: ["capture", "model"],
  explain: ["explain", "capture", "model"],
  compare: ["compare", "capture", "model"],
  report: ["report", "explain", "capture", "model"],
  verify: ["verify", "capture", "targets", "model"],
  fuzz: ["fuzz", "verify", "capture", "model"],
  commands: [
    "commands",
    "verify",
    "report",
    "explain",
    "compare",
    "capture",
    "write",
    "targets",
    "model",
    ".",
  ],
  ".": ["commands", "targets", "read", "model", "."],
};

/** The arguments and the exit code are cli.ts's; a child process inherits our environment. */
const MAY_TOUCH_PROCESS = ["cli.ts", "verify/run-command.ts"];

const sources = readdirSync(GENERATOR, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && !/(\.test|-for-test|\.d)\.ts$/.test(name),
);

function read(name: string): string {
  return readFileSync(join(GENERATOR, name), "utf8");
}

function folderOf(name: string): string {
  return name.includes("/") ? (name.split("/", 1)[0] ?? ".") : ".";
}

function importsOf(name: string): readonly string[] {
  const paths = [...read(name).matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)];
  return paths.map(([, path = ""]) => relative(GENERATOR, join(GENERATOR, dirname(name), path)));
}

describe("the layout of the design", () => {
  it.each(sources)("%s imports only from its left in the flow", (name) => {
    const allowed = MAY_IMPORT[folderOf(name)] ?? [];
    const foreign = importsOf(name).filter((path) => !allowed.includes(folderOf(path)));
    expect(foreign).toEqual([]);
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
