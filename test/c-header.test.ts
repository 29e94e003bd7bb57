import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Model } from "../generator/model/model.js";
import { target } from "../generator/targets/c-header.js";
import { edit, makeFolder, ROOT } from "./support/cli.js";
import { HOSTILE } from "./support/hostile.js";
import { hostileModel } from "./support/hostile-model.js";
import { addVendor, extendedModel, modelOf, ownModel } from "./support/models.js";
import { lacks } from "./support/tools.js";

const HEADER = join(ROOT, "dist/include/tcp_failure_causes.h");
const WARNINGS = "-Wall -Wextra -Wpedantic -Werror -Wtrigraphs -Wformat=2 -Wconversion -Wshadow";
const COMPILERS = [
  { program: "gcc", standard: "-std=c99", language: "c" },
  { program: "g++", standard: "-std=c++17", language: "c++" },
];
/** What an includer says of its system, which the draft leaves open. */
const NUMBERS = ["TCP_RST_REASON_ENABLE=90", "TCP_RST_REASON_CODE=91", "TCP_RR_RST_ON_CLOSE=1"];

function headerOf(model: Model): string {
  const path = join(makeFolder(), "tcp_failure_causes.h");
  const [file] = target(model, { version: "1.2.3" });
  writeFileSync(path, file?.content ?? "");
  return path;
}

/** Prints every cause of every registry, IANA's as `tcp_fc`, the vendors' by their PENs. */
function programOf({ vendors }: Model, header: string): string {
  const calls = vendors.map(({ pen }) => `PRINT(${pen}u, tcp_pen_${pen});`);
  return readFileSync(new URL("fixtures/c-header.c", import.meta.url), "utf8")
    .replace("@HEADER@", header)
    .replace("@CALLS@", ["PRINT(0, tcp_fc);", ...calls].join("\n        "));
}

/** What it prints, from the Model and the figure of the draft. */
function expectedLines({ diagnosticFormats: formats, vendors }: Model): readonly string[] {
  const [format] = formats;
  if (!format) throw new Error("no format");
  const registries = [{ pen: 0, registry: format.registry }, ...vendors];
  return registries.flatMap(({ pen, registry }) =>
    registry.rows.map(({ first: code, description }) => {
      const octets = Buffer.alloc(format.length.octets);
      octets.writeUInt16BE(0x33aa, 0);
      octets.writeUInt16BE(code, 2);
      octets.writeUInt32BE(pen, 4);
      const payload = code === 0 ? "none" : octets.toString("hex");
      return `${pen} ${code} ${Buffer.from(description).toString("hex")} ${payload}`;
    }),
  );
}

/** Compiles as strictly as we can; gives the program where `link` says so. */
function compile(options: {
  readonly compiler: (typeof COMPILERS)[number];
  readonly source: string;
  readonly defines?: readonly string[];
  readonly link?: boolean;
}) {
  const { program, standard, language } = options.compiler;
  const folder = makeFolder();
  const output = join(folder, "program");
  writeFileSync(join(folder, "source"), options.source);
  const args = [
    standard,
    ...WARNINGS.split(" "),
    ...(options.defines ?? []).map((define) => `-D${define}`),
    ...(options.link ? ["-o", output] : ["-fsyntax-only"]),
    ...["-x", language, join(folder, "source")],
  ];
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  return { status, stderr: stderr ?? String(error), output };
}

const include = (path: string) => `#include "${path}"\nint main(void) { return 0; }\n`;

/** A Model with all hostile texts as causes. */
function modelOfHostileCauses(): Model {
  return modelOf((folder) =>
    addVendor(
      folder,
      HOSTILE.map(([, text], at) => [at + 1, text, text]),
    ),
  );
}

/** A vendor that has single codes, a range, and codes that nobody has. */
function modelOfRanges(): Model {
  return modelOf((folder) => {
    addVendor(folder, [[1, "Single", ""]]);
    const records = ["5-9|Private use", "10-20|Unassigned", "21-21|One more", "30-40|Other range"];
    edit(
      join(folder, "vendors/9.xml"),
      "</registry>",
      `${records
        .map((record) => record.split("|"))
        .map(([v, d]) => `<record><value>${v}</value><description>${d}</description></record>`)
        .join("")}</registry>`,
    );
  });
}

describe.each(COMPILERS)("with $program $standard", (compiler) => {
  it.skipIf(lacks(compiler.program))("the search of tcpdump's patch compiles alone", () => {
    const source = [
      "#include <stdint.h>",
      "#include <sys/types.h>",
      `#include "${join(ROOT, "templates/tcpdump/search.c")}"`,
      "int main(void) {",
      "  const struct rst_registry none = { 0, 0 };",
      "  return *rst_reason_text(&none, 1);",
      "}",
    ];
    const defines = ["_DEFAULT_SOURCE"];
    expect(compile({ compiler, source: source.join("\n"), defines }).stderr).toBe("");
  });

  describe.skipIf(lacks(compiler.program))("the header", () => {
    it.each([
      { name: "our registry", make: ownModel },
      { name: "an extended definition", make: extendedModel },
      ...HOSTILE.map(([name, text]) => ({ name, make: () => hostileModel(text) })),
    ])("of $name compiles without a warning, alone and twice", ({ make }) => {
      const header = headerOf(make());
      for (const source of [include(header), `#include "${header}"\n${include(header)}`]) {
        expect(compile({ compiler, source })).toMatchObject({ status: 0, stderr: "" });
      }
    });

    it("has a part that is no template, and compiles alone", () => {
      const source = include(join(ROOT, "templates/c-header/common.h"));
      expect(compile({ compiler, source }).stderr).toBe("");
    });

    it("finds the text of each code of a range, and none of unassigned ones", () => {
      const header = headerOf(modelOfRanges());
      const codes = [0, 1, 4, 5, 7, 9, 10, 20, 21, 29, 30, 40, 41, 65_535];
      const print = codes.map((code) => `puts(show(tcp_pen_9_text(${code})));`);
      const source = `#include "${header}"
#include <stdio.h>
static const char *show(const char *text) { return text ? text : "-"; }
int main(void) { ${print.join(" ")} return TCP_PEN_9_PRIVATE_USE_LAST - 9; }
`;
      const { status, stderr, output } = compile({ compiler, source, link: true });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const run = spawnSync(output, { encoding: "utf8" });
      expect(run.status).toBe(0);
      const [p, o] = ["Private use", "Other range"];
      expect(run.stdout.trimEnd().split("\n")).toEqual([
        "-",
        "Single",
        "-",
        p,
        p,
        p,
        "-",
        "-",
        "One more",
        "-",
        o,
        o,
        "-",
        "-",
      ]);
    });

    it.each([
      { name: "our registry", make: ownModel },
      { name: "hostile causes", make: modelOfHostileCauses },
    ])("gives every code and payload of $name back", ({ make }) => {
      const model = make();
      const source = programOf(model, headerOf(model));
      const { status, stderr, output } = compile({ compiler, source, link: true });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const run = spawnSync(output, { encoding: "utf8" });
      expect(run.status, run.stdout).toBe(0);
      expect(run.stdout.trimEnd().split("\n")).toEqual(expectedLines(model));
    });

    it("has the socket options only where they are asked for, with the includer's numbers", () => {
      const source = [
        `#include "${HEADER}"`,
        "#define TCP_RST_SOCKET_API",
        `#include "${HEADER}"`,
        `#include "${HEADER}"`,
        "static struct tcp_rst_reason reason = { TCP_RR_RST_ON_CLOSE, TCP_FC_ABORT_PROCESS, 0 };",
        "char is_8_octets[sizeof reason == 8 ? 1 : -1];",
        "int main(void) { return reason.trr_flags + TCP_RST_REASON_ENABLE + TCP_RST_REASON_CODE; }",
      ].join("\n");
      const asked = compile({ compiler, source, defines: NUMBERS });
      expect(asked).toMatchObject({ status: 0, stderr: "" });
      for (const number of NUMBERS) {
        const defines = NUMBERS.filter((other) => other !== number);
        const refused = compile({ compiler, source, defines });
        expect(refused.status).not.toBe(0);
        expect(refused.stderr).toContain(`${number.split("=")[0]} has no number`);
      }
    });
  });
});
