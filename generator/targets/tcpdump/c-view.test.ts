import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { modelOf, registryXml } from "../../../test/support/models.js";
import { patchOf } from "../../../test/support/pack.js";

const LOOK_UP = "reason = rst_reason_text(reasons, reason_code);";
const WALK = 'reason = tok2str(reasons, "", reason_code);';

function patchWith(rows: number): string {
  const model = modelOf((folder) => {
    const texts = Array.from({ length: rows }, (_, at) => [at + 1, `Cause ${at + 1}`, ""] as const);
    const registry = { id: "tcp-failure-causes", title: "TCP Failure Causes", rows: texts };
    writeFileSync(join(folder, "tcp-failure-causes.draft-02.xml"), registryXml(registry));
  });
  return patchOf(model);
}

it.each([
  [256, WALK, LOOK_UP],
  [257, LOOK_UP, WALK],
])("looks %d rows up in the way that is right for them", (rows, wanted, other) => {
  const patch = patchWith(rows);
  expect(patch).toContain(wanted);
  expect(patch).not.toContain(other);
  expect(patch).toContain(rows > 256 ? '{ 7, 7, "Cause 7" },' : '{ 7, "Cause 7" },');
});

it("looks up where a row is a range, which stays one", () => {
  const model = modelOf((folder) => {
    const xml = registryXml({
      id: "tcp-failure-causes",
      title: "TCP Failure Causes",
      rows: [
        [2, "A cause", ""],
        [14, "Many causes", ""],
      ],
    });
    const ranged = xml.replace("<value>14</value>", "<value>14-20</value>");
    writeFileSync(join(folder, "tcp-failure-causes.draft-02.xml"), ranged);
  });
  expect(patchOf(model)).toContain(LOOK_UP);
  expect(patchOf(model)).toContain('{ 14, 20, "Many causes" },');
});
