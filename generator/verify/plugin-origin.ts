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
