import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseRstText } from "../generator/decode/rst-text.js";
import { readWithTcpdump } from "../generator/verify/tcpdump-facts.js";
import { openTshark } from "../generator/verify/tshark-run.js";
import {
  COPIED_INPUTS,
  COPIED_PACK,
  copyProject,
  edit,
  PUBLISHED_CAPTURES,
  ROOT,
  runCli,
} from "./support/cli.js";
import { NO_NUMBERS_PATCH } from "./support/pack.js";
import { buildOrSkip, verifyPack } from "./support/tcpdump.js";
import { IS_ROOT, lacks, without } from "./support/tools.js";
import { spellOut } from "./support/words-of-numbers.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const PATCH = "dist/tcpdump/rst-diagnostic-4.99.patch";

/** Proves the pack of the project, or of a copy of it. */
function verify(folder: string, skip: (reason: string) => void) {
  const args = folder === ROOT ? [] : COPIED_PACK;
  return verifyPack(skip, { dist: join(folder, "dist"), args, cwd: folder });
}

describe("the pack in dist/", () => {
  it("is read the same by tshark, the patched tcpdump and the decoder, frame by frame", async ({
    skip,
  }) => {
    const { status, stdout, stderr } = await verify(ROOT, skip);
    expect(stdout + stderr).toMatch(/all readings agree on \d+ frames of \d+ samples/);
    expect(status).toBe(0);
  });

  it("is not proved by a tool that is missing: a skip with the reason, and a failure in CI", () => {
    // The decoder and the schema need no program, so an empty PATH leaves them alone.
    const alone = { PATH: "/nonexistent", RSTDIAG_TCPDUMP: undefined };
    const atHome = runCli(["verify"], { env: { ...alone, CI: "" } });
    expect(atHome.stdout).toContain("SKIPPED tshark: tshark is not installed");
    expect(atHome.stdout).toContain("SKIPPED tcpdump: name one that is built with the patch: ");
    expect(atHome.status).toBe(0);
    const inCi = runCli(["verify"], { env: { ...alone, CI: "true" } });
    expect(inCi.stdout).toContain("a skipped tool is a failure because CI is set");
    expect(inCi.status).toBe(4);
  });
});

/** A copy of the project with one sample, so that nothing else is read. */
function copyWithSample(name: string): string {
  const folder = copyProject();
  const samples = join(folder, "dist/samples");
  for (const one of readdirSync(samples)) {
    if (one !== `${name}.pcapng`) rmSync(join(samples, one), { recursive: true });
  }
  return folder;
}

describe.skipIf(lacks("tshark"))(`a broken pack${without("tshark")}`, () => {
  const breaks = [
    {
      what: "the Lua's table off by one",
      file: "dist/wireshark/rstdiag.lua",
      from: '[14] = { "Connection timeout"',
      to: '[14] = { "Destination unreachable"',
      finding: "DISAGREEMENT registered-codes frame 27, tshark",
    },
    {
      what: "another length in the Lua",
      file: "dist/wireshark/rstdiag.lua",
      from: "least = 8,\n      most = 8,",
      to: "least = 8,\n      most = 9,",
      finding: "DISAGREEMENT malformed frame 7, tshark",
    },
    {
      what: "a Lua error while it runs",
      file: "dist/wireshark/rstdiag.lua",
      from: "local captured = math.min(",
      to: "local captured = 9999 + math.min(",
      finding: "Lua errors: ",
    },
    {
      what: "Lua that does not load",
      file: "dist/wireshark/rstdiag.lua",
      from: "rstdiag.fields = proto_fields",
      to: "rstdiag.fields = no_such_table.fields",
      finding: "UNREADABLE",
    },
    {
      what: "Lua that is no Lua 5.2",
      file: "dist/wireshark/rstdiag.lua",
      from: "local proto_fields, proto_experts = {}, {}",
      to: "local proto_fields, proto_experts, half = {}, {}, 7 // 2",
      finding: "BROKEN tshark: Lua 5.2: ",
    },
    {
      what: "a description in the schema",
      file: "dist/schema/rst-diagnostic.schema.json",
      from: '"const": "Not authorized"',
      to: '"const": "Not authorised"',
      finding: "DISAGREEMENT registered-codes frame 17, schema",
    },
  ];

  it.each(breaks)("is found out: $what", ({ file, from, to, finding }) => {
    const folder = copyWithSample(finding.includes("malformed") ? "malformed" : "registered-codes");
    edit(join(folder, file), from, to);
    const { status, stdout } = runCli(["verify", ...COPIED_PACK], { cwd: folder });
    expect(stdout).toContain(finding);
    expect(status).toBe(4);
  });

  it("is found out: a word in the patch", async ({ skip }) => {
    const folder = copyWithSample("registered-codes");
    edit(join(folder, PATCH), '{ 9, "Not authorized" }', '{ 9, "Not authorised" }');
    const { status, stdout } = await verify(folder, skip);
    expect(stdout).toContain("DISAGREEMENT registered-codes frame 17, tcpdump -vvv");
    expect(status).toBe(4);
  });

  it.for([
    {
      what: "a field that the patch reads from another place",
      from: "pen = GET_BE_U_4(sp + 4);",
      to: "pen = GET_BE_U_4(sp + 3);",
      finding: "tcpdump's test suite differs with the patch",
    },
    {
      what: "a patch that does not apply",
      from: "         u_char c;",
      to: "         u_char d;",
      finding: "git apply does not take the patch",
    },
    {
      what: "a warning of the compiler",
      from: "pen = GET_BE_U_4(sp + 4);",
      to: "pen = GET_BE_U_4(sp + 4); int unused;",
      finding: "the patch brings new compiler warnings",
    },
  ])("is not built: $what", async ({ from, to, finding }, { skip }) => {
    const folder = copyProject();
    edit(join(folder, PATCH), from, to);
    await expect(buildOrSkip(skip, join(folder, PATCH))).rejects.toThrow(finding);
  });

  it("is found out where a sample is damaged, by its name", () => {
    const folder = copyWithSample("malformed");
    const path = join(folder, "dist/samples/malformed.pcapng");
    writeFileSync(path, readFileSync(path).subarray(0, 1000));
    const { status, stdout } = runCli(["verify", ...COPIED_PACK], { cwd: folder });
    expect(stdout).toMatch(/UNREADABLE malformed: decoder: offset \d+: /);
    expect(status).toBe(4);
  });

  it("is found out where a sample demands something else", async ({ skip }) => {
    const folder = copyWithSample("specification-examples");
    const path = join(folder, "dist/samples/specification-examples.pcapng");
    const text = readFileSync(path, "latin1");
    const changed = text.replace('"reasonCode":14,', '"reasonCode":15,');
    expect(changed).not.toBe(text);
    writeFileSync(path, changed, "latin1");
    const { status, stdout } = await verify(folder, skip);
    expect(status).toBe(4);
    for (const tool of ["decoder", "tshark", "tcpdump -v", "tcpdump -vvv"]) {
      expect(stdout).toContain(`DISAGREEMENT specification-examples frame 2, ${tool}\n`);
    }
  });
});

const NEXT_FORMAT = "  # Sent by two revisions of the draft";

describe("a definition with a further field and a further format", () => {
  it("needs no change in any target: all tools agree on it", async ({ skip }) => {
    const folder = copyProject();
    const definition = join(folder, "registry/rst-diagnostic-payload.yaml");
    const text = readFileSync(definition, "utf8");
    const start = text.indexOf("  - id: diagnostic");
    const end = text.indexOf("    # Payloads that the specification draws");
    const further = text
      .slice(start, end)
      .replace("id: diagnostic", "id: versioned")
      .replace("octets: 8", "octets: 13")
      .replace("value: 0x33AA", "value: 0x33AB")
      .replace("      - name: reason-code\n", `${FURTHER_FIELDS}      - name: reason-code\n`)
      .replace(
        "      - problem: reserved-code\n",
        `${FURTHER_RULE}      - problem: reserved-code\n`,
      );
    // Behind the formats without a magic number it would not be asked.
    const next = text.indexOf(NEXT_FORMAT);
    expect(next).toBeGreaterThan(end);
    writeFileSync(definition, `${text.slice(0, next)}${further}\n${text.slice(next)}`);
    expect(runCli(["generate", ...COPIED_PACK], { cwd: folder })).toMatchObject({
      status: 0,
      stderr: NO_NUMBERS_PATCH,
    });
    const { status, stdout } = await verify(folder, skip);
    expect(stdout).toContain("all readings agree on");
    expect(status).toBe(0);
    const decoded = runCli(
      ["decode", ...COPIED_INPUTS, "--json", "dist/samples/registered-codes.pcapng"],
      {
        cwd: folder,
      },
    );
    expect(decoded.stdout).toContain('"format":"versioned"');
    expect(decoded.stdout).toContain('"version":3,"holdTime":0');
  });
});

describe("another magic number", () => {
  it.for(["0xFFFF", "0x3333", "0x436F"])(
    "%s needs no change in the samples",
    async (magic, { skip }) => {
      const folder = copyProject();
      const definition = join(folder, "registry/rst-diagnostic-payload.yaml");
      const text = readFileSync(definition, "utf8").replace("value: 0x33AA", `value: ${magic}`);
      const end = text.indexOf("    # Payloads that the specification draws");
      const next = text.indexOf(NEXT_FORMAT);
      writeFileSync(definition, `${text.slice(0, end)}${text.slice(next)}`);
      expect(runCli(["generate", ...COPIED_PACK], { cwd: folder })).toMatchObject({
        status: 0,
        stderr: NO_NUMBERS_PATCH,
      });
      const { status, stdout } = await verify(folder, skip);
      expect(stdout).toContain("all readings agree on");
      expect(status).toBe(0);
    },
  );
});

const FURTHER_FIELDS = `      - name: version
        kind: number
        bits: 8
        meaning: Version of the format
        section: "4.1"
      - name: hold-time
        kind: number
        bits: 32
        meaning: Seconds to wait before the next attempt
        section: "4.1"
`;

const FURTHER_RULE = `      - problem: unknown-version
        field: version
        is-not: 3
        section: "4.1"
`;

describe("captures that nobody here made", () => {
  const captures = [
    { name: "tcp_rst_diag_payload", code: 1, pen: 0, status: "valid" },
    { name: "tcp_rst_diag_payload-trunc", code: 1, pen: undefined, status: "truncated" },
    { name: "tcp_rst_data", status: "valid", pattern: "big-ip" },
    { name: "tcp_rst_data-trunc", status: "truncated", pattern: "big-ip" },
    { name: "mptcp-tcprst", status: undefined },
  ];

  it.each(captures)("$name is decoded", ({ name, code, pen, status, pattern }) => {
    const { stdout } = runCli(["decode", "--json", join(PUBLISHED_CAPTURES, `${name}.pcap`)]);
    if (status === undefined) return expect(stdout).toBe("");
    const problems = status === "valid" ? [] : ["truncated"];
    const record = JSON.parse(stdout);
    const facts = [record.status, record.reasonCode, record.pen, record.pattern, record.problems];
    return expect(facts).toEqual([status, code, pen, pattern, problems]);
  });

  it.skipIf(lacks("tshark"))(`are read so by tshark${without("tshark")}`, async () => {
    const tshark = openTshark({ luaPaths: [LUA], isRoot: IS_ROOT });
    try {
      for (const { name, status, code, pen, pattern } of captures) {
        const path = tshark.place(join(PUBLISHED_CAPTURES, `${name}.pcap`));
        const wanted = [
          "rstdiag.status",
          "tcp.rst_diagnostic.reason_code",
          "tcp.rst_diagnostic.pen",
          "rstdiag.pattern",
        ];
        const fields = wanted.flatMap((field) => ["-e", field]);
        const result = await tshark.run([
          "-r",
          path,
          "-Y",
          "rstdiag.format",
          "-T",
          "fields",
          ...fields,
        ]);
        const cells = [status, pen === undefined ? "" : code, pen ?? "", pattern ?? ""];
        expect(result).toMatchObject({ code: 0 });
        const printed = result.kind === "exited" ? result.stdout : "";
        const words = printed.replace(/^\d/, (number) => spellOut("rstdiag.status", number));
        expect(words).toBe(status === undefined ? "" : `${cells.join("\t")}\n`);
      }
    } finally {
      tshark.close();
    }
  });

  it("are printed so by the patched tcpdump, and otherwise as by the one without it", async ({
    skip,
  }) => {
    const built = await buildOrSkip(skip);
    if (!built) return;
    for (const { name, code, pen } of captures) {
      const capturePath = join(PUBLISHED_CAPTURES, `${name}.pcap`);
      const lines = await readLine(built.program, capturePath);
      if (code === undefined) {
        expect(lines).toEqual(await readLine(built.stock, capturePath));
      } else if (pen === undefined) {
        expect(lines.map(parseRstText)).toEqual([{ kind: "truncated" }]);
      } else {
        expect(lines.map(parseRstText)).toMatchObject([{ kind: "stated", reasonCode: code, pen }]);
      }
    }
  });
});

async function readLine(program: string, capturePath: string): Promise<readonly string[]> {
  const readings = await readWithTcpdump(program, capturePath, 3);
  if (typeof readings === "string") throw new Error(readings);
  return [...readings.values()];
}
