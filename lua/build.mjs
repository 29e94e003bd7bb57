// Compiles the portable part of explain to Lua: `npm run lua`. The result is committed, so that
// neither `generate` nor anybody who installs rstdiag needs a compiler.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import ts from "typescript";
import * as tstl from "typescript-to-lua";
import { withSources } from "../build/targets/wireshark/compiled-explanation.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const GENERATOR = join(HERE, "../generator");
const PLATFORM = join(HERE, "platform");
/** Of this run alone. */
const STAGE = join(HERE, ".stage", String(process.pid));
const TARGET = join(HERE, "../templates/wireshark/explain/core.lua");

const IMPORT = /^(?:import|export) (type )?[^;]*?from "(\.[^"]+)\.js";/gm;

/** What the entry needs, by its path below generator/; types alone are staged, too. */
function collect() {
  const found = new Map();
  const waiting = [["entry.ts", readFileSync(join(HERE, "entry.ts"), "utf8")]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, text] = next;
    found.set(name, text);
    for (const [, , path] of text.matchAll(IMPORT)) {
      const other = `${normalize(join(dirname(name), path))}.ts`;
      if (found.has(other) || waiting.some(([one]) => one === other)) continue;
      waiting.push([other, readSource(other)]);
    }
  }
  return found;
}

/** Some files have another content for Lua. */
function readSource(name) {
  const own = join(PLATFORM, name);
  return readFileSync(existsSync(own) ? own : join(GENERATOR, name), "utf8");
}

/** Files of which something is run, in the order of their names: types cost nothing. */
function runFiles(found) {
  const run = new Set();
  const waiting = ["entry.ts"];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (run.has(name)) continue;
    run.add(name);
    if (hasPlatform(name)) continue;
    for (const [statement, type, path] of found.get(name).matchAll(IMPORT)) {
      const isType = type !== undefined || !hasValue(statement);
      if (!isType) waiting.push(`${normalize(join(dirname(name), path))}.ts`);
    }
  }
  return run;
}

function hasValue(statement) {
  const names = /\{([^}]*)\}/.exec(statement)?.[1] ?? "";
  return names.split(",").some((one) => one.trim() !== "" && !one.trim().startsWith("type "));
}

function hasPlatform(name) {
  return existsSync(join(PLATFORM, name.replace(/\.ts$/, ".lua")));
}

/** The compiler knows neither private members nor file endings in imports. */
function adapt(text) {
  return text
    .replace(/(?<![\w"'`])#(?=[a-z])/g, "_")
    .replace(/(from "\.[^"]+)\.js"/g, '$1"');
}

function stage(found) {
  process.once("exit", () => rmSync(STAGE, { recursive: true, force: true }));
  for (const [name, text] of found) {
    const place = join(STAGE, name);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, adapt(text));
  }
}

const OPTIONS = {
  rootDir: STAGE,
  outDir: join(STAGE, "out"),
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  typeRoots: [join(HERE, "../node_modules/@types")],
  types: ["node"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  luaTarget: tstl.LuaTarget.LuaJIT,
  luaLibImport: tstl.LuaLibImportKind.RequireMinimal,
  luaBundle: "core.lua",
  luaBundleEntry: join(STAGE, "entry.ts"),
  noHeader: true,
};

/** A module that is written by hand for Lua stands below `platform/` by the same path. */
const byHand = {
  moduleResolution: (identifier, requiringFile) => {
    const name = join(relative(STAGE, dirname(requiringFile)), identifier);
    const lua = join(PLATFORM, `${name}.lua`);
    return existsSync(lua) ? lua : undefined;
  },
};

const { SyntaxKind } = ts;
const WORD = 4294967296;

/** The value of an expression that is a number known to the compiler. */
function literalOf(node, context) {
  const type = context.checker.getTypeAtLocation(node);
  return type.isNumberLiteral() ? type.value : undefined;
}

function isZero(node) {
  return ts.isNumericLiteral(node) && node.text === "0";
}

/** `flags & SYN`, as in a comparison with 0; the bit is a power of two. */
function maskedOf(node, context) {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  if (!ts.isBinaryExpression(inner) || inner.operatorToken.kind !== SyntaxKind.AmpersandToken) return undefined;
  const bit = literalOf(inner.right, context);
  if (bit === undefined || bit <= 0 || (bit & (bit - 1)) !== 0) return undefined;
  return { value: inner.left, bit };
}

/**
 * Calls of the bit library are what the compiled code would spend most of its time on: what can be
 * said by arithmetic is.
 */
function arithmetic(node, context) {
  const { left, right, operatorToken } = node;
  const number = (value) => tstl.createNumericLiteral(value);
  const binary = (one, other, kind) => tstl.createBinaryExpression(one, other, kind);
  const modulo = (one, value) =>
    binary(tstl.createParenthesizedExpression(one), number(value), tstl.SyntaxKind.ModuloOperator);
  if (operatorToken.kind === SyntaxKind.BarToken && isZero(right)) {
    const shifted = binary(context.transformExpression(left), number(WORD / 2), tstl.SyntaxKind.AdditionOperator);
    return tstl.createParenthesizedExpression(
      binary(modulo(shifted, WORD), number(WORD / 2), tstl.SyntaxKind.SubtractionOperator),
    );
  }
  if (operatorToken.kind === SyntaxKind.GreaterThanGreaterThanGreaterThanToken && isZero(right)) {
    return tstl.createParenthesizedExpression(modulo(context.transformExpression(left), WORD));
  }
  const mask = operatorToken.kind === SyntaxKind.AmpersandToken ? literalOf(right, context) : undefined;
  if (mask !== undefined && mask > 0 && (mask & (mask + 1)) === 0) {
    return tstl.createParenthesizedExpression(modulo(context.transformExpression(left), mask + 1));
  }
  const isEqual = operatorToken.kind === SyntaxKind.EqualsEqualsEqualsToken;
  const isUnequal = operatorToken.kind === SyntaxKind.ExclamationEqualsEqualsToken;
  const masked = (isEqual || isUnequal) && isZero(right) ? maskedOf(left, context) : undefined;
  if (masked === undefined) return context.superTransformExpression(node);
  const rest = modulo(context.transformExpression(masked.value), masked.bit * 2);
  const kind = isEqual ? tstl.SyntaxKind.LessThanOperator : tstl.SyntaxKind.GreaterEqualOperator;
  return tstl.createParenthesizedExpression(binary(rest, number(masked.bit), kind));
}

const byArithmetic = { visitors: { [SyntaxKind.BinaryExpression]: arithmetic } };

function compile(run) {
  const files = [...run].filter((name) => !hasPlatform(name)).map((name) => join(STAGE, name));
  const program = ts.createProgram(files, OPTIONS);
  const sourceFiles = files.map((name) => program.getSourceFile(name));
  const diagnostics = sourceFiles.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  let bundle = "";
  const emitted = new tstl.Transpiler().emit({
    program,
    sourceFiles,
    plugins: [byHand, byArithmetic],
    writeFile: (_name, data) => {
      bundle = data;
    },
  });
  const failed = [...diagnostics, ...emitted.diagnostics];
  if (failed.length > 0) {
    const host = { getCurrentDirectory: () => STAGE, getCanonicalFileName: (n) => n, getNewLine: () => "\n" };
    throw new Error(ts.formatDiagnostics(failed, host));
  }
  return bundle;
}

/** Rows of a table of `data/`, as `readTable` reads them. */
function readTable(name) {
  const text = readFileSync(join(HERE, "../data", name), "utf8");
  const isCsv = name.endsWith(".csv");
  const options = { comment: "#", comment_no_infix: true };
  return parse(text, { ...options, delimiter: isCsv ? "," : "\t", quote: isCsv ? '"' : null });
}

/** A text as Lua writes it; those of `data/` are printable. */
function luaText(text) {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** What explain reads from `data/` when it starts. */
function dataTables() {
  const ports = readTable("server-ports.tsv").map(([port]) => `[${Number(port)}] = true`);
  const texts = readTable("netscaler-window-codes.tsv").map(
    ([code, text]) => `  [${Number(code)}] = ${luaText(text)},`,
  );
  const rows = readTable("idle-timers.tsv").map(
    ([seconds, act, product]) =>
      `  { seconds = ${Number(seconds)}, act = ${luaText(act)}, product = ${luaText(product)} },`,
  );
  return [
    "-- data/server-ports.tsv",
    `given.server_ports = {\n  ${wrap(ports)} }`,
    "",
    "-- data/netscaler-window-codes.tsv",
    `given.netscaler_texts = {\n${texts.join("\n")}\n}`,
    "",
    "-- data/idle-timers.tsv",
    `given.idle_timers = {\n${rows.join("\n")}\n}`,
  ].join("\n");
}

function wrap(words) {
  const lines = [""];
  for (const word of words) {
    const line = lines[lines.length - 1];
    if (line.length + word.length > 96) lines.push(`${word},`);
    else lines[lines.length - 1] = line === "" ? `${word},` : `${line} ${word},`;
  }
  return lines.join("\n  ");
}

/** What else decides what is written, besides the files that are compiled. */
const OWN_SOURCES = ["lua/build.mjs", "lua/package-lock.json", "lua/prelude.lua"];
const DATA_SOURCES = ["idle-timers.tsv", "netscaler-window-codes.tsv", "server-ports.tsv"];

/** Where the files are that are compiled or taken as they are, below the root. */
function sourcesOf(run) {
  const compiled = [...run].map((name) => {
    if (name === "entry.ts") return "lua/entry.ts";
    if (hasPlatform(name)) return `lua/platform/${name.replace(/\.ts$/, ".lua")}`;
    return existsSync(join(PLATFORM, name)) ? `lua/platform/${name}` : `generator/${name}`;
  });
  return [...compiled, ...OWN_SOURCES, ...DATA_SOURCES.map((name) => `data/${name}`)];
}

/** As all of the plugin; what is no ASCII stands in strings. */
function inAscii(text) {
  return text.replace(/[^\x00-\x7f]/gu, (character) =>
    [...Buffer.from(character)].map((octet) => `\\${octet}`).join(""),
  );
}

/** The licence of the functions that the compiler adds, which wants to be in each copy of them. */
function compilersNotice() {
  const licence = readFileSync(join(HERE, "node_modules/typescript-to-lua/LICENSE"), "utf8");
  return [
    "What begins with __TS__ is a function of TypeScriptToLua, and so is what loads modules here:",
    "",
    ...licence.trim().split(/\r?\n/),
  ]
    .map((line) => `-- ${line}`.trimEnd())
    .join("\n");
}

const found = collect();
const run = runFiles(found);
stage(found);
const bundle = compile(run);
mkdirSync(dirname(TARGET), { recursive: true });
const ROUNDING = /local function __TS__NumberToFixed\(self, fractionDigits\)[\s\S]*?\nend\n/;
const rounded = bundle.replace(ROUNDING, () => {
  return "local function __TS__NumberToFixed(self, digits)\n  return to_fixed(self, digits)\nend\n";
});
const prelude = readFileSync(join(HERE, "prelude.lua"), "utf8");
const compiled = inAscii(`${prelude}\n${dataTables()}\n\n${compilersNotice()}\n\n${rounded}`);
// Whoever reads it meanwhile gets the old one or the new one, and nothing between.
const made = join(STAGE, "core.lua");
writeFileSync(made, withSources(ROOT, sourcesOf(run), compiled));
renameSync(made, TARGET);
process.stdout.write(`${run.size} files, ${bundle.length} octets of Lua\n`);
