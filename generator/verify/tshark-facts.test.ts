import { describe, expect, it } from "vitest";
import { decodedPayload } from "../../test/support/decoded.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import type { ExpectedFacts } from "../samples/expectation.js";
import type { CommandResult } from "./run-command.js";
import { readWithTshark, wantFromTshark } from "./tshark-facts.js";
import type { TsharkRun } from "./tshark-run.js";

const model = ownModel();

function exited(stdout: string, stderr = "", code = 0): CommandResult {
  const stdoutOctets = Buffer.from(stdout);
  return { kind: "exited", program: "tshark", code, stdout, stderr, stdoutOctets };
}

/** What tshark prints for frames with these fields. */
function json(...packets: readonly Readonly<Record<string, string | readonly string[]>>[]): string {
  return JSON.stringify(
    packets.map((fields) => ({
      _index: "packets-2026-05-05",
      _score: null,
      _source: {
        layers: Object.fromEntries(
          Object.entries(fields).map(([name, value]) => [name, [value].flat()]),
        ),
      },
    })),
  );
}

/** A tshark that answers the question for fields, then the one for the words of Lua's errors. */
function tsharkSaying(fields: CommandResult, errors = exited("")) {
  const asked: (readonly string[])[] = [];
  const tshark: TsharkRun = {
    run: async (args) => {
      asked.push(args);
      return asked.length === 1 ? fields : errors;
    },
    commandFor: (args) => ({ program: "tshark", args }),
    place: (path) => `/placed${path}`,
    close: () => {},
  };
  return { tshark, asked };
}

describe("readWithTshark", () => {
  it("asks for every field of the placed capture", async () => {
    const { tshark, asked } = tsharkSaying(exited(json()));
    await readWithTshark(tshark, extendedModel(), "/a.pcapng");
    // A start of tshark is nearly all that a sample costs.
    expect(asked).toHaveLength(1);
    const [fields = []] = asked;
    expect(fields.join(" ")).toMatch(
      /^-r \/placed\/a\.pcapng -Y rstdiag\.format or _ws\.lua\.error -T json -e frame\.number /,
    );
    expect(fields.filter((_, at) => fields[at - 1] === "-e")).toEqual([
      "frame.number",
      "_ws.lua.error",
      "rstdiag.format",
      "rstdiag.standing",
      "rstdiag.pattern",
      "rstdiag.status",
      "rstdiag.malformed",
      "rstdiag.truncated",
      "rstdiag.unknown_code",
      "rstdiag.unknown_vendor",
      "tcp.rst_diagnostic.magic",
      "tcp.rst_diagnostic.reason_code",
      "tcp.rst_diagnostic.vendor_reason_code",
      "tcp.rst_diagnostic.pen",
      "rstdiag.organisation",
      "rstdiag.reason",
      "rstdiag.registry",
      "rstdiag.reference",
      "rstdiag.revision",
      "rstdiag.other_reading",
      "rstdiag.try_count",
      "rstdiag.layout_version",
      "rstdiag.path_id",
      "tcp.rst_diagnostic.reason_desc",
      "rstdiag.linux_reason",
      "rstdiag.text",
    ]);
  });

  it("reads each frame; a field that is not there is no fact", async () => {
    const said = { "rstdiag.format": "1", "rstdiag.standing": "2" };
    const { tshark } = tsharkSaying(
      exited(
        json(
          {
            "frame.number": "3",
            ...said,
            "rstdiag.status": "0",
            "tcp.rst_diagnostic.magic": "0x33aa",
            "tcp.rst_diagnostic.reason_code": "14",
            "tcp.rst_diagnostic.pen": "0",
            "rstdiag.organisation": "ACME",
            "rstdiag.reason": "Connection timeout",
            "rstdiag.registry": "tcp-failure-causes",
            "rstdiag.reference": "RFC",
            "rstdiag.revision": "draft-02",
            "rstdiag.other_reading": ["draft-03: A", "draft-04: B"],
          },
          {
            "frame.number": "12",
            ...said,
            "rstdiag.status": "1",
            "rstdiag.malformed": "1",
            "rstdiag.truncated": "1",
          },
        ),
      ),
    );
    expect(await readWithTshark(tshark, model, "/a")).toEqual(
      new Map([
        [
          3,
          {
            format: "diagnostic",
            standing: "specified",
            status: "valid",
            malformed: false,
            cut: false,
            unknownCode: false,
            unknownVendor: false,
            magic: "0x33aa",
            reasonCode: 14,
            pen: 0,
            organisation: "ACME",
            reason: "Connection timeout",
            registry: "tcp-failure-causes",
            reference: "RFC",
            revision: "draft-02",
            otherReadings: "draft-03: A; draft-04: B",
          },
        ],
        [
          12,
          {
            format: "diagnostic",
            standing: "specified",
            status: "malformed",
            malformed: true,
            cut: true,
            unknownCode: false,
            unknownVendor: false,
          },
        ],
      ]),
    );
  });

  it("does not take a field that is there twice for a number", async () => {
    const { tshark } = tsharkSaying(
      exited(json({ "frame.number": "3", "tcp.rst_diagnostic.reason_code": ["14", "14"] })),
    );
    const facts = await readWithTshark(tshark, model, "/a");
    expect(facts).toEqual(new Map([[3, expect.objectContaining({ reasonCode: "14; 14" })]]));
  });

  it.each<[string, CommandResult, CommandResult | undefined, string]>([
    ["tshark is not there", { kind: "missing", program: "tshark" }, undefined, "missing"],
    ["it exits with an error", exited("", "bad file", 2), undefined, "exit code 2): bad file"],
    [
      "a script does not load, although it exits with 0",
      exited("", "tshark: Lua: rstdiag.lua:1"),
      undefined,
      "rstdiag.lua:1",
    ],
    ["a field is not valid", exited("", "Some fields aren't valid"), undefined, "aren't valid"],
    [
      "the script fails at a frame",
      exited(json({ "frame.number": "7", "_ws.lua.error": "1" })),
      exited("  7 Lua Error: x\n"),
      "Lua errors: 7 Lua Error: x",
    ],
    [
      "nothing more is to be learned of that",
      exited(json({ "frame.number": "7", "_ws.lua.error": "1" })),
      exited("", "x", 1),
      "Lua errors: tshark (exit code 1)",
    ],
    ["the output ends in the middle", exited('[{"_index"'), undefined, 'no JSON: [{"_index"'],
  ])("says that the reading failed where %s", async (_name, fields, errors, reason) => {
    const { tshark } = tsharkSaying(fields, errors);
    expect(await readWithTshark(tshark, model, "/a")).toEqual(expect.stringContaining(reason));
  });

  it("does not mind other complaints", async () => {
    const { tshark } = tsharkSaying(exited(json(), "Running as user nobody."));
    expect(await readWithTshark(tshark, model, "/a")).toEqual(new Map());
  });
});

describe("wantFromTshark", () => {
  const timeout: ExpectedFacts = {
    format: "diagnostic",
    status: "valid",
    problems: [],
    reasonCode: 14,
    pen: 0,
    reason: "Connection timeout",
    numbers: {},
  };
  const reading = { format: "diagnostic", standing: "" };
  const known = { ...reading, unknownCode: false, unknownVendor: false };
  const good = { ...reading, status: "valid", malformed: false, cut: false, ...known };

  it.each<[string, ExpectedFacts | undefined, object]>([
    ["nothing of other packets", undefined, {}],
    ["IANA's code", timeout, { ...good, reasonCode: 14, pen: 0, reason: "Connection timeout" }],
    [
      "a vendor's code in a field of its own",
      { format: "diagnostic", status: "valid", problems: [], reasonCode: 14, pen: 7, numbers: {} },
      { ...good, unknownVendor: true, vendorReasonCode: 14, pen: 7 },
    ],
    [
      "no code where the pen was cut",
      {
        format: "diagnostic",
        status: "truncated",
        problems: ["truncated"],
        reasonCode: 14,
        numbers: {},
      },
      { status: "truncated", malformed: false, cut: true, ...known },
    ],
    [
      "both flags",
      {
        format: "diagnostic",
        status: "malformed",
        problems: ["wrong-length", "truncated"],
        numbers: {},
      },
      { status: "malformed", malformed: true, cut: true, ...known },
    ],
    [
      "further numbers",
      { ...timeout, numbers: { tryCount: 3 } },
      { ...good, reasonCode: 14, pen: 0, reason: "Connection timeout", tryCount: 3 },
    ],
  ])("wants %s", (_name, expected, facts) => {
    const { unknownVendor: _noDecoder, ...wanted } = wantFromTshark(model, expected, undefined);
    const { unknownVendor: _wanted, ...rest } = { unknownVendor: false, ...facts };
    expect(wanted).toEqual(rest);
  });

  it("wants the decoder's registry and reference", () => {
    expect(wantFromTshark(model, timeout, decodedPayload("33aa000e00000000"))).toMatchObject({
      magic: "0x33aa",
      unknownCode: false,
      unknownVendor: false,
      registry: "tcp-failure-causes",
      reference: "draft-ietf-tcpm-rst-diagnostic-payload-02",
    });
  });

  it("wants the organisation of a vendor, as the decoder says it", () => {
    const vendor = { ...timeout, reasonCode: 1234, pen: 32473 };
    const decoded = decodedPayload("33aa04d200007ed9");
    expect(wantFromTshark(model, vendor, decoded)).toMatchObject({
      organisation: "Example Enterprise Number for Documentation Use",
    });
    expect(wantFromTshark(model, timeout, decodedPayload("33aa000e00000000"))).not.toHaveProperty(
      "organisation",
    );
  });
});
