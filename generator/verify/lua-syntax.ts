import { parse } from "luaparse";

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
