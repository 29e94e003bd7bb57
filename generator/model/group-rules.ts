import type { Definition } from "./definition.js";
import type { Mistake } from "./mistake.js";
import type { SourceRegistry } from "./source-registry.js";

/** A cause of a group that nobody describes would have no colour and no place in a menu. */
export function groupsAreKnown(
  { data: { groups = {} } }: Definition,
  { rows }: SourceRegistry,
): readonly Mistake[] {
  const known = Object.keys(groups);
  return rows.flatMap(({ group }) => {
    if (!group || known.includes(group.text)) return [];
    const choice = known.length === 0 ? "or remove it" : `or use one of ${known.join(", ")}`;
    return {
      place: group.place,
      what: `the group ${JSON.stringify(group.text)} is not in the definition`,
      remedy: `add it to groups, ${choice}`,
    };
  });
}
