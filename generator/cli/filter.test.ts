import { describe, expect, it } from "vitest";
import { awaitEnd, contextForTest, endOf } from "../../test/support/context.js";
import { ownModel } from "../../test/support/models.js";
import { type FilterOptions, filter, findByCause } from "./filter.js";

async function run(options: FilterOptions) {
  const context = contextForTest();
  const code = await awaitEnd(context, () => filter(context, options));
  return { code, stdout: context.stdout.text, stderr: context.stderr.text };
}

const IPV4 =
  "tcp[13] & 4 != 0 and ip[6:2] & 0x2000 = 0" +
  " and ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2) = 8" +
  " and tcp[((tcp[12] & 0xf0) >> 2):4] = 0x33aa000e";
const PEN_0 = " and tcp[((tcp[12] & 0xf0) >> 2) + 4:4] = 0";

describe("rstdiag filter", () => {
  it("prints the filter alone, and on standard error what it finds", async () => {
    expect(await run({ cause: " connection  TIMEOUT", ipv4: true })).toEqual({
      code: 0,
      stdout: `${IPV4}${PEN_0}\n`,
      stderr: "Connection timeout: code 14, pen 0 in draft-02\n",
    });
  });

  it("finds a cause under the code that it has in another revision", async () => {
    const { stdout } = await run({
      cause: "connection timeout",
      revision: "draft-03",
      display: true,
    });
    expect(stdout).toBe("tcp.rst_diagnostic.reason_code == 16\n");
  });

  it.each<readonly [string, FilterOptions]>([
    ["tcp.rst_diagnostic.magic == 0x33AA", {}],
    ["tcp.rst_diagnostic.reason_code == 14", { code: 14 }],
    ["tcp.rst_diagnostic.reason_code == 65535", { code: 65535, pen: 0 }],
    [
      "tcp.rst_diagnostic.vendor_reason_code == 2 && tcp.rst_diagnostic.pen == 77",
      { code: 2, pen: 77 },
    ],
    ["tcp.rst_diagnostic.pen == 4294967295", { pen: 0xffffffff }],
    ["tcp.rst_diagnostic.pen != 0", { anyVendor: true }],
    ["rstdiag.malformed && !(tcp.rst_diagnostic.magic == 0xF317)", { malformed: true }],
    ['rstdiag.format == "linux-experiment"', { linux: true }],
  ])("prints %s as the twin of %o", async (display, options) => {
    expect(await run({ ...options, display: true })).toMatchObject({
      code: 0,
      stdout: `${display}\n`,
    });
  });

  it("looks in one family, in both, and behind a VLAN tag", async () => {
    const both = (await run({})).stdout.trim();
    const four = (await run({ ipv4: true })).stdout.trim();
    const six = (await run({ ipv6: true })).stdout.trim();
    expect(both).toBe(`(${four}) or ${six}`);
    expect((await run({ ipv4: true, ipv6: true })).stdout.trim()).toBe(both);
    expect((await run({ vlan: true, ipv6: true })).stdout.trim()).toBe(`vlan and (${six})`);
  });

  it("says what is near to a cause that is none, and fails", async () => {
    expect(await run({ cause: "conection timeot" })).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'no cause "conection timeot" in TCP Failure Causes, draft-02;' +
        ' did you mean "Connection timeout"?\n',
    });
  });
});

describe("findByCause", () => {
  const model = ownModel();
  const messageOf = (cause: string, pen = 0) => {
    const context = contextForTest();
    endOf(context, () => Number(findByCause(model, { cause, pen }).row.first));
    return context.stderr.text;
  };

  it.each([
    ["TimeOut", 0, 'did you mean "Connection timeout"?'],
    ["zzz", 0, "dist/docs lists all causes"],
    ["Example of a vendor-specific reason", 0, "a vendor has it: add --pen 32473"],
    ["Connection timeout", 32473, "IANA's registry has it: leave out --pen"],
    ["Connection timeout", 77, "the pack has no registry of pen 77; use --code, which needs none"],
    ["a\u202eb", 0, "<U+202E>"],
  ])("says of %j, pen %i, where to go on", (cause, pen, words) => {
    expect(messageOf(cause, pen)).toContain(words);
  });

  it("names the revision that has the cause", () => {
    const [registry] = model.registries;
    const known = new Set(registry?.rows.map(({ description }) => description.toLowerCase()));
    const other = registry?.others[0]?.rows.find(
      (row) => !known.has(row.description.toLowerCase()),
    );
    expect(messageOf(other?.description ?? "")).toContain(
      "draft-03 has it: add --revision draft-03",
    );
  });

  it("lets the user choose between two codes of one cause", () => {
    const [registry] = model.registries;
    if (!registry) throw new Error("no registry");
    const rows = registry.rows.map((row) => ({ ...row, description: "Same" }));
    const diagnosticFormats = model.diagnosticFormats.map((format) => ({
      ...format,
      registry: { ...registry, rows: rows.slice(3, 5) },
    }));
    const twice = { ...model, diagnosticFormats };
    const refused = { lines: [expect.stringContaining("--code: 3, 4")] };
    expect(() => findByCause(twice, { cause: "same", pen: 0 })).toThrow(
      expect.objectContaining(refused),
    );
  });
});
