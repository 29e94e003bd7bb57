import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { extendedModel, modelOf, ownModel, registryXml } from "../../../test/support/models.js";
import { patchOf } from "../../../test/support/pack.js";
import { target } from "../tcpdump.js";
import { drawFigure } from "./c-view.js";

const LOOK_UP = "reason = rst_reason_text(&rst_tcp_failure_causes, reason_code);";
const WALK = 'reason = tok2str(rst_tcp_failure_causes, "", reason_code);';

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

it("draws the draft's figure 1", () => {
  expect(drawFigure(ownModel().diagnosticFormats[0]?.fields ?? [])).toEqual([
    " 0                   1                   2                   3",
    " 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|             0x33AA            |          reason-code          |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|                              pen                              |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
  ]);
});

it("draws fields that go over the end of a row, and a last row that is short", () => {
  expect(drawFigure(extendedModel().diagnosticFormats[1]?.fields ?? []).slice(2)).toEqual([
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|             0x33AB            | layout-version|    path-id    |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|                               |        the-reason-code        |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|                            the-pen                            |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
  ]);
  expect(drawFigure(extendedModel().diagnosticFormats[0]?.fields ?? []).slice(-2)).toEqual([
    "|   try-count   |",
    "+-+-+-+-+-+-+-+-+",
  ]);
});

function patchGuessing(tcpdumpGuesses?: boolean): string {
  const options = tcpdumpGuesses === undefined ? {} : { tcpdumpGuesses };
  const file = target(ownModel(), { version: "1.2.3", ...options }).find(({ path }) =>
    path.endsWith("-4.99.patch"),
  );
  return String(file?.content);
}

describe("the Linux experiment in the patch", () => {
  it("is not there unless it is asked for", () => {
    for (const patch of [patchGuessing(), patchGuessing(false)]) {
      expect(patch).not.toContain("linux-reason");
      expect(patch).not.toContain("print_tcp_rst_linux_experiment");
    }
  });

  it("is read by its length, its code and its zeros, behind the formats with a magic number", () => {
    const patch = patchGuessing(true);
    expect(patch).toContain("+        if (length != 1000 || !ND_TTEST_LEN(sp, 1))\n");
    expect(patch).toContain("+        for (i = 1; i < 1000 && ND_TTEST_1(sp + i); i++)\n");
    expect(patch).toContain('+        ND_PRINT(" [RST: linux-reason %u", code);\n');
    const hooks = patch.match(/^\+ {8}if \(print_tcp_rst_\w+\(ndo/gm) ?? [];
    expect(hooks.map((line) => line.slice(13))).toEqual([
      "print_tcp_rst_diagnostic(ndo",
      "print_tcp_rst_linux_experiment(ndo",
    ]);
  });
});
