import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ownModel } from "../../test/support/models.js";
import { CAUSES, copyOfRegistry, edit } from "../../test/support/registry-folder.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { findBuiltModel, packModel } from "./built-model.js";

/** A registry that was built, and the file that the build made of it. */
function build() {
  const folder = copyOfRegistry();
  const place = makePrivateFolder("built");
  onTestFinished(() => rmSync(place, { recursive: true }));
  const file = join(place, "built-model.bin");
  writeFileSync(file, packModel(folder, ownModel()));
  return { folder, file };
}

describe("findBuiltModel", () => {
  it("gives the Model that reading the registry gives, as frozen, with what is one object as one", () => {
    const { folder, file } = build();
    const found = findBuiltModel(folder, file);
    expect(found).toEqual(ownModel());
    expect(Object.isFrozen(found?.registries[0]?.rows)).toBe(true);
    const registries = found?.diagnosticFormats.map(({ registry }) => registry);
    expect(registries?.every((registry) => found?.registries.includes(registry))).toBe(true);
  });

  it.each<readonly [string, (folder: string) => void]>([
    ["was edited", (folder) => edit(join(folder, CAUSES), "Connection timeout", "Timed out")],
    ["is gone", (folder) => rmSync(join(folder, CAUSES))],
    ["was added", (folder) => writeFileSync(join(folder, "vendors/77.csv"), "")],
  ])("gives nothing where a file of the registry %s", (_what, change) => {
    const { folder, file } = build();
    change(folder);
    expect(findBuiltModel(folder, file)).toBeUndefined();
  });

  it("gives nothing where there was no build, or where another Node wrote what it made", () => {
    const { folder, file } = build();
    expect(findBuiltModel(folder, `${file}.none`)).toBeUndefined();
    writeFileSync(file, Buffer.from([0xff, 0xff, 0x01]));
    expect(findBuiltModel(folder, file)).toBeUndefined();
  });
});
