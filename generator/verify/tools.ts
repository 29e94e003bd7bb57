import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "luaparse";
import { parseRstText } from "../decode/rst-text.js";
import type { Model } from "../model/model.js";
import {
  compareDecoder,
  compareSchema,
  type Facts,
  joinScores,
  type SampleFrames,
  type Score,
} from "./facts.js";
import { describeEnd, runCommand } from "./run-command.js";
import { openSchema } from "./schema-check.js";
import { compareTcpdump, factsOfRstText, readWithTcpdump, VERBOSITIES } from "./tcpdump-facts.js";
import { compareTshark, readWithTshark } from "./tshark-facts.js";
import { findTsharkVersion, openTshark } from "./tshark-run.js";

/** A column of the agreement table: a tool that is ready, one that is missing, or a broken pack. */
export type Tool =
  | {
      readonly kind: "ready";
      readonly name: string;
      /** What the tool says of a sample; a string where it could not read it at all. */
      readonly read: (sample: SampleFrames) => Promise<Score | string>;
      readonly close?: () => void;
    }
  | { readonly kind: "missing" | "broken"; readonly name: string; readonly reason: string };

/** What the tools need to know. */
interface VerifySetting {
  readonly model: Model;
  /** Folder of the pack. */
  readonly dist: string;
  /** Path of a tcpdump that was built with the pack's patch, where somebody has one. */
  readonly tcpdump?: string;
  /** Whether the patch reads what only its shape speaks for. */
  readonly tcpdumpGuesses: boolean;
  readonly isRoot: boolean;
}

/** The reference decoder; it is always there. */
export function openDecoder(): Tool {
  return { kind: "ready", name: "decoder", read: async (sample) => compareDecoder(sample) };
}

/** The generated JSON Schema, in ajv. */
export function openSchemaTool({ dist }: VerifySetting): Tool {
  const result = openSchema(readFileSync(join(dist, "schema/rst-diagnostic.schema.json"), "utf8"));
  if (result.kind === "broken") return { kind: "broken", name: "schema", reason: result.reason };
  return {
    kind: "ready",
    name: "schema",
    read: async (sample) => compareSchema(sample, result.check),
  };
}

/**
 * tshark with the generated Lua, which is parsed before tshark sees it. It is the one of the
 * system in the folder `root`, where that is given.
 */
export async function openTsharkTool(
  { model, dist, isRoot }: Pick<VerifySetting, "model" | "dist" | "isRoot">,
  root?: string,
): Promise<Tool> {
  const luaPath = join(dist, "wireshark/rstdiag.lua");
  const syntax = findLuaSyntaxError(readFileSync(luaPath, "utf8"));
  if (syntax !== undefined) return { kind: "broken", name: "tshark", reason: syntax };
  const version = await findTsharkVersion(root);
  if (version === undefined) {
    return { kind: "missing", name: "tshark", reason: "tshark is not installed" };
  }
  const tshark = openTshark({ luaPaths: [luaPath], isRoot, ...(root !== undefined && { root }) });
  return {
    kind: "ready",
    name: `tshark ${version.tshark}`,
    read: async (sample) => {
      const facts = await readWithTshark(tshark, model, sample.path);
      return typeof facts === "string" ? facts : compareTshark(model, sample, facts);
    },
    close: tshark.close,
  };
}

const NO_TCPDUMP =
  "name one that is built with the patch: --tcpdump PROGRAM (in a clone, npm start builds one where it can)";

/** A tcpdump that was built with the generated patch. */
export async function openTcpdumpTool(setting: VerifySetting): Promise<Tool> {
  const { model, tcpdump: program, tcpdumpGuesses: guesses } = setting;
  if (program === undefined) return { kind: "missing", name: "tcpdump", reason: NO_TCPDUMP };
  const result = await runCommand({ program, args: ["--version"] });
  const printed = result.kind === "missing" ? "" : result.stdout + result.stderr;
  const version = /tcpdump version (\S+)/.exec(printed)?.[1];
  if (version === undefined)
    return { kind: "broken", name: "tcpdump", reason: describeEnd(result) };
  return {
    kind: "ready",
    name: `tcpdump ${version}`,
    read: async (sample) => {
      let score: Score = { frames: 0, disagreements: [] };
      for (const verbosity of VERBOSITIES) {
        const lines = await readWithTcpdump(program, sample.path, verbosity);
        if (typeof lines === "string") return lines;
        const found = [...lines].map(([frame, line]): [number, Facts] => {
          return [frame, factsOfRstText(parseRstText(line))];
        });
        score = joinScores(
          score,
          compareTcpdump(model, sample, new Map(found), { verbosity, guesses }),
        );
      }
      return score;
    },
  };
}

/** Wireshark 4.0 has Lua 5.2, later ones have 5.4, of which 5.3 is the nearest that is parsed here. */
const VERSIONS = ["5.2", "5.3"] as const;

/** Parses a script in each dialect; gives what is wrong, or nothing. */
export function findLuaSyntaxError(script: string): string | undefined {
  for (const luaVersion of VERSIONS) {
    try {
      parse(script, { luaVersion, comments: false });
    } catch (error) {
      return `Lua ${luaVersion}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return undefined;
}
