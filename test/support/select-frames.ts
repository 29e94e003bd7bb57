import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { luaString } from "../../generator/targets/rendering/escape.js";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { openTshark, type TsharkOptions } from "../../generator/verify/tshark-run.js";

/**
 * The numbers of the frames that each display filter selects. A tap has each of them, so that tshark,
 * which takes one filter and a second to start, is started once for all.
 */
export async function selectFrames(
  path: string,
  filters: readonly string[],
  { args = [], ...options }: TsharkOptions & { readonly args?: readonly string[] },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const folder = makePrivateFolder("select");
  const script = join(folder, "select.lua");
  const taps = filters.map(
    (filter, at) => `local tap = Listener.new("frame", ${luaString(filter)})
function tap.packet(pinfo) io.write(${at}, " ", pinfo.number, "\\n") end`,
  );
  // The fields are not known before all scripts are loaded.
  writeFileSync(
    script,
    `local selection, is_ready = Proto("selection", "Selection"), false
function selection.init()
if is_ready then return end
is_ready = true
${taps.map((tap) => `do\n${tap}\nend\n`).join("")}end
`,
  );
  const tshark = openTshark({ ...options, luaPaths: [...options.luaPaths, script] });
  try {
    const result = await tshark.run([...args, "-q", "-r", tshark.place(path)]);
    const told = result.kind === "missing" ? "" : result.stderr;
    // Fields of explanations need two passes: that is said, and they are not there in one.
    const stderr = told.replace(/^rstdiag: .* add -2 to .*\n/, "");
    expect({ ...result, stdout: "", stderr }).toMatchObject({
      kind: "exited",
      code: 0,
      stderr: "",
    });
    const lines = result.kind === "exited" ? result.stdout.split("\n").filter(Boolean) : [];
    const pairs = lines.map((line) => line.split(" ").map(Number));
    return new Map(
      filters.map((filter, at) => [
        filter,
        pairs.flatMap(([tap, frame = 0]) => (tap === at ? [frame] : [])),
      ]),
    );
  } finally {
    tshark.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
