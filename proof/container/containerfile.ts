/** One instruction of a container file, such as `RUN` or `COPY`, and what stands behind it. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** An image that is made: of what it is made, and how. */
export interface Stage {
  readonly base: string;
  readonly name?: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** Reads a container file without variables and here-documents, of which ours has none. */
export function readContainerfile(text: string): readonly Stage[] {
  const plain = text.replaceAll(/^\s*#.*\n/gm, "").replaceAll(/\\\n/g, " ");
  const stages: { base: string; name?: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of plain.split("\n").filter((one) => one.trim() !== "")) {
    const [, name = "", rest = ""] = /^([A-Z]+)\s+(.*\S)\s*$/.exec(line) ?? [];
    if (name === "") throw new Error(`no instruction: ${line}`);
    if (name === "FROM") {
      const [, base = "", stage] = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(rest) ?? [];
      stages.push({ base, name: stage, instructions: [] });
      continue;
    }
    const current = stages.at(-1);
    if (current === undefined) throw new Error(`ahead of the first FROM: ${line}`);
    current.instructions.push({ name, text: rest });
  }
  return stages;
}
