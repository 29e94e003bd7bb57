import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compareMistakes, type Mistake, type Place } from "../model/mistake.js";
import { type ReadResult, readSourceFile, reasonOf, type SourceFile } from "./source-file.js";

/** Where the inputs are, and how messages and headers call that folder. */
export interface RegistryFolder {
  readonly path: string;
  readonly name: string;
}

/** One run over a registry folder: what it read, and what was wrong on the way. */
export class Loading {
  readonly inputs: { path: string; digest: string }[] = [];
  readonly mistakes: Mistake[] = [];
  readonly folder: RegistryFolder;

  constructor(folder: RegistryFolder) {
    this.folder = folder;
  }

  note(mistakes: readonly Mistake[]): void {
    this.mistakes.push(...[...mistakes].sort(compareMistakes));
  }

  placeOf(name: string): Place {
    return { path: `${this.folder.name}/${name}`, line: 1, column: 1 };
  }

  /** The files of a folder inside, which need not be there. */
  list(name: string): readonly string[] {
    try {
      const files = readdirSync(join(this.folder.path, name));
      return files.filter((file) => !file.startsWith(".")).sort();
    } catch (error) {
      const what = `cannot be read as a folder (${reasonOf(error)})`;
      const remedy = "check the name and the rights";
      if (reasonOf(error) !== "ENOENT") this.note([{ place: this.placeOf(name), what, remedy }]);
      return [];
    }
  }

  /** Reads a file of the folder. */
  read<T>(name: string, reader: (file: SourceFile) => ReadResult<T>): T | undefined {
    const path = join(this.folder.path, name);
    return this.readFile(
      { path, name: `${this.folder.name}/${name}`, input: `registry/${name}` },
      reader,
    );
  }

  /** Reads any file; `name` is what messages call it, `input` what headers do. */
  readFile<T>(
    { path, name, input }: { readonly path: string; readonly name: string; readonly input: string },
    reader: (file: SourceFile) => ReadResult<T>,
  ): T | undefined {
    const source = readSourceFile(path, name);
    if (source.kind === "mistakes") {
      this.note(source.mistakes);
      return undefined;
    }
    this.inputs.push({ path: input, digest: source.value.digest });
    const result = reader(source.value);
    if (result.kind === "read") return result.value;
    this.note(result.mistakes);
    return undefined;
  }
}
