import { type Node, parse, type Token } from "luaparse";

/** luaparse's types of token, as far as tests need them. */
const END = 1;
const STRING = 2;

/** What a script is made of, apart from the text in its strings and comments. */
export interface LuaShape {
  /** Each token in its order; a string is only a string. */
  readonly tokens: readonly string[];
  readonly comments: number;
}

/** Reads a script's tokens; throws where it is no Lua. Only for tests. */
export function luaShape(script: string): LuaShape {
  const chunk = parse(script, { luaVersion: "5.2", comments: true });
  return {
    tokens: lex(script).map(({ type, value }) => (type === STRING ? "string" : String(value))),
    comments: chunk.comments?.length ?? 0,
  };
}

/** The strings of a script as the octets that Lua has in memory; only for tests. */
export function luaStrings(script: string): readonly Buffer[] {
  return lex(script)
    .filter(({ type }) => type === STRING)
    .map(({ value }) => Buffer.from(value, "latin1"));
}

/** All nodes of a script's syntax tree, with `isLocal` at each identifier; only for tests. */
export function luaNodes(script: string): readonly Node[] {
  const nodes: Node[] = [];
  parse(script, { luaVersion: "5.2", scope: true, onCreateNode: (node) => nodes.push(node) });
  return nodes;
}

/** The script that was read last: its shape and its strings are asked for one after the other. */
let last: { readonly script: string; readonly tokens: readonly Token[] } | undefined;

function lex(script: string): readonly Token[] {
  if (last?.script === script) return last.tokens;
  const parser = parse(script, {
    wait: true,
    luaVersion: "5.2",
    encodingMode: "pseudo-latin1",
  });
  const tokens: Token[] = [];
  for (let token = parser.lex(); token.type !== END; token = parser.lex()) tokens.push(token);
  last = { script, tokens };
  return tokens;
}
