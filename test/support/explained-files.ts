import { runCli } from "./cli.js";

/** What `explain --json` prints of each file that has findings, without the name of the file. */
export function explainEach(files: readonly string[]): ReadonlyMap<string, string> {
  const printed = new Map<string, string>();
  const { stdout } = runCli(["explain", "--json", ...files]);
  for (const line of stdout.split("\n").filter((one) => one !== "")) {
    const { file }: { file: string } = JSON.parse(line);
    const own = line.replace(`"file":${JSON.stringify(file)},`, "");
    printed.set(file, `${printed.get(file) ?? ""}${own}\n`);
  }
  return printed;
}
