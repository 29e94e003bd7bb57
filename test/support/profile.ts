/** A rule of a `colorfilters` file as Wireshark reads it; only for tests. */
export interface ReadRule {
  readonly name: string;
  readonly filter: string;
  /** Components of 16 bits: background, then text. */
  readonly colours: readonly (readonly number[])[];
}

/** Reads colour rules as Wireshark does: nothing has an escape. Only for tests. */
export function readColourRules(file: string): readonly ReadRule[] {
  return linesOf(file).map((line) => {
    const [, name, filter, colours, more] = line.split("@");
    if (!name || !filter || !colours || more !== undefined) throw new Error(`no rule: ${line}`);
    const parts = /^\[(\d+),(\d+),(\d+)\]\[(\d+),(\d+),(\d+)\]$/.exec(colours);
    if (!parts) throw new Error(`no colours: ${line}`);
    const [red = 0, green = 0, blue = 0, ...text] = parts.slice(1).map(Number);
    return { name, filter, colours: [[red, green, blue], text] };
  });
}

/** Reads colour rules of Wireshark 5.0, in which a comment is a line of its own. Only for tests. */
export function readColouringRules(file: string): readonly ReadRule[] {
  const json = file.replace(/^\/\/.*$/gm, "");
  const rules: readonly Readonly<Record<string, Rule>>[] = JSON.parse(json);
  return rules.flatMap((one) =>
    Object.entries(one).map(([name, { filter, foreground, background, enabled }]) => {
      if (!enabled) throw new Error(`${name} is off`);
      const colours = [background, foreground].map((colour) => {
        if (!/^#[0-9a-f]{6}$/.test(colour)) throw new Error(`no colour: ${colour}`);
        return [...Buffer.from(colour.slice(1), "hex")].map((component) => component * 257);
      });
      return { name, filter, colours };
    }),
  );
}

/** A rule of Wireshark 5.0. */
interface Rule {
  readonly filter: string;
  readonly foreground: string;
  readonly background: string;
  readonly enabled: boolean;
}

/** Reads a table as Wireshark does, each field between quotes. Only for tests. */
export function readTable(file: string): readonly (readonly string[])[] {
  return linesOf(file).map((line) => {
    if (!/^"[^"]*"(,"[^"]*")*$/.test(line)) throw new Error(`no line of a table: ${line}`);
    return line.slice(1, -1).split('","').map(readField);
  });
}

/** Reads a list of filters as Wireshark does: a name between quotes, then the filter. */
export function readFilterList(file: string): readonly (readonly [name: string, filter: string])[] {
  return linesOf(file).map((line) => {
    const [, name, filter] = /^"((?:[^"\\]|\\.)*)" (\S.*)$/.exec(line) ?? [];
    if (name === undefined || filter === undefined) throw new Error(`no filter: ${line}`);
    return [name.replace(/\\(.)/g, "$1"), filter];
  });
}

/** The strings of a display filter, letter for letter; only for tests. */
export function filterStrings(filter: string): readonly string[] {
  return [...filter.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inside = ""]) =>
    inside.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_escape, hex, sign) =>
      hex === undefined ? sign : String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  );
}

function readField(field: string): string {
  const octets = field.replace(/\\x([0-9a-f]{2})/g, (_escape, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(octets, "latin1").toString("utf8");
}

function linesOf(file: string): readonly string[] {
  return file.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
