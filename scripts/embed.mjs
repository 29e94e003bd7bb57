// What a program for browsers carries with it, as the source of a module: browsers read no files.
import { readdirSync } from "node:fs";

/** The source of a module that exports these values by their names. */
export function writeModule(values) {
  const { shared, write } = openWriter(Object.values(values));
  const exported = Object.entries(values).map(
    ([name, value]) => `export const ${name} = ${write(value)};`,
  );
  return [...shared(), ...exported, ""].join("\n");
}

/** What several places share is one object there, too: the Model tells registries by that. */
function openWriter(values) {
  const counts = new Map();
  const count = (value) => {
    if (typeof value !== "object" || value === null) return;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.get(value) === 1) for (const member of membersOf(value)) count(member);
  };
  for (const value of values) count(value);
  const names = new Map();
  const lines = [];
  const write = (value) => {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    if (counts.get(value) === 1) return writeObject(value, write);
    if (!names.has(value)) {
      const source = writeObject(value, write);
      names.set(value, `shared${names.size}`);
      lines.push(`const ${names.get(value)} = ${source};`);
    }
    return names.get(value);
  };
  return { shared: () => lines, write };
}

function membersOf(value) {
  return value instanceof Map ? [...value].flat() : Object.values(value);
}

function writeObject(value, write) {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, member]) => `[${write(key)},${write(member)}]`);
    return `new Map([${entries.join(",")}])`;
  }
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) throw new Error(`cannot write a ${value.constructor.name}`);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`).join(",")}}`;
}

/** Names of filters that were released: no reader of captures asks for them. */
const FOR_TARGETS = ["released-filter-names.csv"];

/** What explain and decode read of `data/`, by the names of the files. */
export function readTables(folder, readTable) {
  const names = readdirSync(folder).filter((name) => !FOR_TARGETS.includes(name));
  return Object.fromEntries(names.sort().map((name) => [name, readTable(name)]));
}
