import { basename } from "node:path";
import { type Examination, findLuaSwitch, type Proof } from "./wireshark-examination.js";
import type { WiresharkFolders } from "./wireshark-places.js";
import {
  isAtLeast,
  NO_LUA_FOR_ROOT,
  OLDEST,
  type Wireshark,
  type WiresharkSearch,
} from "./wireshark-program.js";

/** Names the inputs that two plugins were made of in different states, by what their headers say. */
export function differingInputs(one: string, other: string): readonly string[] {
  const left = inputsOf(one);
  const right = inputsOf(other);
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((path) => left.get(path) !== right.get(path))
    .sort();
}

/** The header's list: the path of an input, and its SHA-256 on the next line. */
function inputsOf(script: string): ReadonlyMap<string, string> {
  const found = script.matchAll(/^-- {3}(\S.*)\n-- {5}([\da-f]{64})$/gm);
  return new Map([...found].map(([, path = "", digest = ""]) => [path, digest]));
}

/** One thing that was found; what it means and what to do is said elsewhere. */
export type Finding =
  /** Nothing wrong. */
  | { readonly kind: "wireshark"; readonly wireshark: Wireshark }
  | { readonly kind: "current"; readonly path: string }
  | { readonly kind: "proved"; readonly proof: Proof }
  /** Worth knowing, and not wrong. */
  | { readonly kind: "native" }
  /** Wrong. */
  | { readonly kind: "no-tshark"; readonly tried: readonly string[] }
  | { readonly kind: "crashed"; readonly end: string }
  | { readonly kind: "too-old"; readonly version: string }
  | { readonly kind: "no-lua" }
  | { readonly kind: "no-folders" }
  | { readonly kind: "lua-off"; readonly path: string }
  | { readonly kind: "root" }
  | { readonly kind: "not-installed"; readonly folder: string }
  | { readonly kind: "unreadable"; readonly path: string }
  | { readonly kind: "copies"; readonly paths: readonly string[] }
  | { readonly kind: "name-taken"; readonly path: string | undefined }
  | { readonly kind: "gave-up"; readonly reason: string }
  | { readonly kind: "broken"; readonly path: string; readonly message: string }
  | { readonly kind: "not-run"; readonly path: string }
  | {
      readonly kind: "stale";
      readonly path: string;
      /** Whether `install` may replace it. */
      readonly isOurs: boolean;
      /** Inputs of the generator that differ; empty where the release does. */
      readonly inputs: readonly string[];
    }
  | { readonly kind: "protocol-off"; readonly path: string }
  | { readonly kind: "not-proved"; readonly proof: Proof };

/** Whether a finding means that the plugin does not do all that it should. */
export function isProblem({ kind }: Finding): boolean {
  return !["wireshark", "current", "proved", "native"].includes(kind);
}

/** What a judgement needs besides the examination. */
export interface Case {
  readonly wireshark: Wireshark;
  readonly folders: WiresharkFolders;
  /** Wireshark minds the group as much as the user. */
  readonly isRoot: boolean;
  readonly examination: Examination;
  /** The plugin of the pack. */
  readonly current: string;
  /** Whether we wrote what is now in this file. */
  readonly isOurs: (path: string) => boolean;
}

/** A tshark that can do what is asked of it, or what is wrong with it. */
export type Choice =
  | { readonly kind: "usable"; readonly wireshark: Wireshark; readonly folders: WiresharkFolders }
  | { readonly kind: "unusable"; readonly finding: Finding };

/** Judges what the search for a tshark found, before anything else is asked of it. */
export function judgeSearch(search: WiresharkSearch): Choice {
  if (search.kind === "missing") return unusable({ kind: "no-tshark", tried: search.tried });
  if (search.kind === "crashed") {
    const path = search.folders && findLuaSwitch(search.folders);
    return unusable(path ? { kind: "lua-off", path } : { kind: "crashed", end: search.end });
  }
  const { wireshark } = search;
  const { version, hasLua, folders } = wireshark;
  if (!isAtLeast(version, OLDEST)) return unusable({ kind: "too-old", version });
  if (!hasLua) return unusable({ kind: "no-lua" });
  return folders ? { kind: "usable", wireshark, folders } : unusable({ kind: "no-folders" });
}

function unusable(finding: Finding): Choice {
  return { kind: "unusable", finding };
}

/** Judges what was seen. What follows from another problem is not a finding of its own. */
export function judgeExamination(facts: Case): readonly Finding[] {
  const { examination } = facts;
  const { proof, hasNativeFields } = examination;
  const found: Finding[] = [
    ...judgeLua(facts),
    ...judgeScripts(facts),
    ...judgeContent(facts),
    ...(hasNativeFields ? [{ kind: "native" } as const] : []),
  ];
  if (proof.frames > 0 && proof.explained === proof.frames) {
    return [...found, { kind: "proved", proof }];
  }
  const { protocolOffIn } = examination;
  if (protocolOffIn !== undefined) return [...found, { kind: "protocol-off", path: protocolOffIn }];
  return found.some(isProblem) ? found : [...found, { kind: "not-proved", proof }];
}

function judgeLua({ wireshark, isRoot, examination }: Case): readonly Finding[] {
  const { luaOffIn, ran, complaints } = examination;
  // A Wireshark that ran a script, or tried to, has Lua, whatever a file claims and whoever we are.
  if (ran.length > 0 || findLuaError(complaints, "") !== undefined) return [];
  return [
    ...(luaOffIn === undefined ? [] : [{ kind: "lua-off", path: luaOffIn } as const]),
    ...(isRoot && isAtLeast(wireshark.version, NO_LUA_FOR_ROOT) ? [{ kind: "root" } as const] : []),
  ];
}

function judgeScripts(facts: Case): readonly Finding[] {
  const { scripts, complaints } = facts.examination;
  const unreadable = scripts.filter(({ kind }) => kind === "unreadable");
  if (unreadable.length > 0) return unreadable.map(({ path }) => ({ kind: "unreadable", path }));
  const copies = scripts.filter(({ kind }) => kind === "plugin").map(({ path }) => path);
  const [only] = copies;
  if (only === undefined) {
    return [{ kind: "not-installed", folder: facts.folders.luaPlugins }];
  }
  if (copies.length > 1) return [{ kind: "copies", paths: copies }];
  const [, reason] = /rstdiag\.lua is not loaded: (.*)\./.exec(complaints) ?? [];
  if (reason === undefined) return judgeRun(only, facts);
  if (!reason.includes("the name is taken")) return [{ kind: "gave-up", reason }];
  const rival = scripts.find(({ kind }) => kind === "rival");
  return [{ kind: "name-taken", path: rival?.path }];
}

/** Wireshark's exit code is 0 whatever becomes of a script: only its list and its words tell. */
function judgeRun(path: string, facts: Case): readonly Finding[] {
  const { ran, complaints } = facts.examination;
  if (ran.includes(path) || judgeLua(facts).length > 0) return [];
  const message = findLuaError(complaints, path);
  return [message === undefined ? { kind: "not-run", path } : { kind: "broken", path, message }];
}

/**
 * The error of Lua that names the script, or else the first: Wireshark cuts long paths. 4.0 says
 * that of a mistake in the syntax in one line; all else goes on until the stack is printed.
 */
export function findLuaError(complaints: string, path: string): string | undefined {
  const found = complaints.matchAll(LUA_ERROR);
  const messages = [...found].map(([, message = ""]) => message.replace(/\s+/g, " ").trim());
  return messages.find((message) => message.includes(basename(path))) ?? messages[0];
}

const LUA_ERROR =
  /\bLua: (syntax error:.*|error during loading:(?:.|\s)*?(?=\nstack traceback|\ntshark: |$(?!\s)))/gi;

function judgeContent({ examination, current, isOurs }: Case): readonly Finding[] {
  return examination.scripts
    .filter(({ kind }) => kind === "plugin")
    .map(({ path, text }) =>
      text === current
        ? { kind: "current", path }
        : { kind: "stale", path, isOurs: isOurs(path), inputs: differingInputs(text, current) },
    );
}
