import { basename } from "node:path";
import { showUnprintable } from "../model/text.js";
import type { OpenPlace } from "./open-places.js";
import type { Examination } from "./wireshark-examination.js";
import {
  isAtLeast,
  luaIsOff,
  NO_LUA_FOR_ROOT,
  OLDEST_NAME,
  type Wireshark,
  type WiresharkFolders,
} from "./wireshark-program.js";

export interface Finding {
  /**
   * A note is worth knowing, and not wrong; a warning is wrong, and not with what the plugin does;
   * only a problem keeps the plugin from its work.
   */
  readonly level: "ok" | "note" | "warning" | "problem";
  /** For people: what it is, why it is so and, where it is wrong, what to do. */
  readonly message: string;
}

function ok(message: string): Finding {
  return { level: "ok", message };
}

function note(message: string): Finding {
  return { level: "note", message };
}

/** What keeps the plugin from its work. */
export function problem(message: string): Finding {
  return { level: "problem", message };
}

const INSTALL = "run: rstdiag install";

/** What a judgement needs besides the examination. */
export interface Case {
  readonly wireshark: Wireshark;
  readonly folders: WiresharkFolders;
  /** Wireshark minds the group as much as the user. */
  readonly isRoot: boolean;
  readonly examination: Examination;
  readonly current: string;
  /** Whether we wrote what is now in this file. */
  readonly isOurs: (path: string) => boolean;
}

/** Judges what was seen. What follows from another problem is not a finding of its own. */
export function judgeExamination(facts: Case): readonly Finding[] {
  const { wireshark, examination } = facts;
  const { proof, hasNativeFields, protocolOffIn } = examination;
  const found: readonly Finding[] = [
    ok(`tshark ${wireshark.version} with Lua (${wireshark.program})`),
    ...[...judgeLua(facts), ...judgeScripts(facts)].map(problem),
    ...judgeContent(facts),
    ...(hasNativeFields ? [NATIVE] : []),
    ...judgeTrigger(facts),
    ...warnOfOpenPlaces(examination.openPlaces),
  ];
  const { frames, explained, capturePath } = proof;
  if (frames > 0 && explained === frames) {
    const sample = basename(capturePath);
    return [...found, ok(`the filter rstdiag finds the ${explained} frames of ${sample}`)];
  }
  if (protocolOffIn !== undefined) {
    const remedy = "tick it in Analyze > Enabled Protocols";
    const off = `the protocol is switched off: ${protocolOffIn} lists rstdiag; ${remedy}`;
    return [...found, problem(off)];
  }
  const isExplained = found.some(({ level }) => level === "problem");
  return isExplained ? found : [...found, notProved(examination)];
}

const NATIVE: Finding = {
  level: "note",
  message:
    "this Wireshark decodes the payload itself: its fields tcp.rst_diagnostic.* are used, and the plugin adds the rest",
};

/** The trigger is worth having and not needed: without it, the plugin does its work, and slower. */
function judgeTrigger({ examination, isRoot, wireshark }: Case): readonly Finding[] {
  const { path, isThere, isLoaded, others } = examination.trigger;
  if (isLoaded) return [ok("the native trigger is loaded: only RST segments cost time")];
  if (isThere && isRoot) {
    return [note(`the native trigger is not loaded: you are root, for whom Wireshark loads none`)];
  }
  if (isThere) {
    const why = "it was built for another Wireshark, or is damaged";
    return [note(`the native trigger is not loaded: ${path}: ${why}; ${INSTALL} --native`)];
  }
  if (others.length === 0) return [];
  const what = `the native trigger is there for Wireshark ${others.join(", ")}`;
  return [note(`${what}, and this is ${wireshark.version}; ${INSTALL} --native`)];
}

/** More of them would be no more than a longer list. */
const MOST_PLACES = 5;

function warnOfOpenPlaces(places: readonly OpenPlace[]): readonly Finding[] {
  const shown = places.slice(0, MOST_PLACES);
  const others = places.length - shown.length;
  const warnings = shown.map(
    (place) => `${describePlace(place)}, so others can make Wireshark run Lua as you`,
  );
  return [...warnings, ...(others > 0 ? [`and ${others} other files and folders`] : [])].map(
    (message) => ({
      level: "warning",
      message,
    }),
  );
}

function describePlace({ path, by, id }: OpenPlace): string {
  const shown = showUnprintable(path);
  if (by === "owner") return `${shown} belongs to user ${id}`;
  if (by === "group") return `${shown} can be written by group ${id} (chmod g-w helps)`;
  return `${shown} can be written by everybody (chmod o-w helps)`;
}

function notProved({ proof }: Examination): Finding {
  const { explained, frames, capturePath, complaints } = proof;
  const said = complaints.trim().split("\n", 1)[0];
  const what = `the filter rstdiag finds ${explained} of ${frames} frames${said ? ` (${said})` : ""}`;
  const remedy = `see what this prints: tshark -r ${capturePath} -Y rstdiag`;
  return problem(`the plugin does not work: ${what}; ${remedy}`);
}

/** What keeps this Wireshark from running any script. */
function judgeLua({ wireshark, isRoot, examination }: Case): readonly string[] {
  const { luaOffIn, ran, complaints } = examination;
  // A Wireshark that ran a script, or tried to, has Lua, whatever a file claims and whoever we are.
  if (ran.length > 0 || findLuaError(complaints, "") !== undefined) return [];
  const isRootWithoutLua = isRoot && isAtLeast(wireshark.version, NO_LUA_FOR_ROOT);
  return [
    ...(luaOffIn === undefined ? [] : [luaIsOff(luaOffIn)]),
    ...(isRootWithoutLua ? [ROOT] : []),
  ];
}

const ROOT =
  "you are root: Wireshark 4.4 and later silently runs no Lua for user 0 or group 0; run it as an ordinary user of an ordinary group";

/** What keeps our script from being the one that runs. */
function judgeScripts(facts: Case): readonly string[] {
  const { scripts, complaints } = facts.examination;
  const unreadable = scripts.filter(({ kind }) => kind === "unreadable");
  if (unreadable.length > 0) {
    const remedy = `change that, or remove it and ${INSTALL}`;
    return unreadable.map(
      ({ path }) => `the plugin cannot be read: you have no permission to read ${path}; ${remedy}`,
    );
  }
  const copies = scripts.filter(({ kind }) => kind === "plugin").map(({ path }) => path);
  const [only] = copies;
  if (only === undefined) {
    const { luaPlugins } = facts.folders;
    return [`the plugin is not installed: there is none in ${luaPlugins}; ${INSTALL}`];
  }
  if (copies.length > 1) {
    const what = `there are ${copies.length} copies of the plugin: ${copies.join(", ")}`;
    return [`${what}, of which Wireshark uses one, not always the newest; remove all but one`];
  }
  const [, reason] = /rstdiag\.lua is not loaded: (.*)\./.exec(complaints) ?? [];
  if (reason === undefined) return judgeRun(only, facts);
  if (!reason.includes("the name is taken")) {
    const remedy = `install another Wireshark, ${OLDEST_NAME} or later`;
    return [`the plugin does not run: ${reason}; ${remedy}`];
  }
  const owner = scripts.find(({ kind }) => kind === "rival")?.path ?? "another plugin";
  const what = `${owner} registers a protocol called rstdiag, so this plugin cannot`;
  return [`the name is taken: ${what}; remove it, or rename its protocol`];
}

/** Wireshark's exit code is 0 whatever becomes of a script: only its list and its messages show it. */
function judgeRun(path: string, facts: Case): readonly string[] {
  const { ran, complaints } = facts.examination;
  if (ran.includes(path) || judgeLua(facts).length > 0) return [];
  const error = findLuaError(complaints, path);
  return [
    error === undefined
      ? `the plugin is not loaded: tshark -G plugins does not name ${path}, and gives no reason; look at what it prints`
      : `the plugin is broken: ${path} stops with "${error}", and tshark's exit code is 0 all the same; remove it and ${INSTALL}`,
  ];
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
        ? ok(`the plugin matches the pack (${path})`)
        : stale(path, isOurs(path), differingInputs(text, current)),
    );
}

/** Inputs of the generator differ; where none does, the release does. */
function stale(path: string, isOurs: boolean, inputs: readonly string[]): Finding {
  const why =
    inputs.length > 0
      ? `it was generated from another version of ${inputs.join(", ")}`
      : "it is from another release, or was edited by hand";
  const remedy = isOurs ? INSTALL : `install did not write it, so move it away and ${INSTALL}`;
  return problem(`the plugin does not match the pack: ${path}: ${why}; ${remedy}`);
}

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
