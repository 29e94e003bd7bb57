import type { PatternPart, TextPattern } from "../model/format.js";

/** What a pattern finds in a text. */
export interface PatternMatch {
  readonly pattern: string;
  /** The cause in the words of the software that wrote it. */
  readonly reason: string;
}

const EXPRESSIONS = new WeakMap<TextPattern, RegExp>();

/** The first pattern that the whole text has. */
export function matchPattern(
  patterns: readonly TextPattern[],
  text: string,
): PatternMatch | undefined {
  for (const pattern of patterns) {
    const reason = expressionOf(pattern).exec(text)?.groups?.["reason"];
    if (reason !== undefined) return { pattern: pattern.id, reason };
  }
  return undefined;
}

function expressionOf(pattern: TextPattern): RegExp {
  const known = EXPRESSIONS.get(pattern);
  if (known) return known;
  const expression = new RegExp(`^${pattern.parts.map(sourceOf).join("")}$`, "s");
  EXPRESSIONS.set(pattern, expression);
  return expression;
}

/** No part can match in two ways, so no text takes long. */
function sourceOf(part: PatternPart): string {
  switch (part.kind) {
    case "literal":
      return escapeExpression(part.text);
    case "optional":
      return `(?:${escapeExpression(part.text)})?`;
    case "decimal":
      return "[0-9]+";
    case "hexadecimal":
      return "[0-9A-Fa-f]+";
    case "reason":
      return "(?<reason>.+)";
    default:
      return part satisfies never;
  }
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
