import { describe, expect, it } from "vitest";
import { findingWith } from "../../test/support/finding.js";
import { compareFindings } from "./findings-agreement.js";

describe("compareFindings", () => {
  it("names the frame and the member that differ, and what each says", () => {
    const [own, other] = [findingWith({ frame: 3 }), findingWith({ frame: 9 })];
    const changed = { ...other, evidence: [8, 9], idleSeconds: 2.5 };
    expect(compareFindings([own, other], [own, changed])).toEqual({
      compared: 2,
      equal: 1,
      differences: [
        { frame: 9, member: "evidence", command: "[1]", plugin: "[8,9]" },
        { frame: 9, member: "idleSeconds", command: "nothing", plugin: "2.5" },
      ],
    });
  });

  it("names a finding that only one of both has", () => {
    const { compared, equal, differences } = compareFindings(
      [findingWith({ frame: 3 })],
      [findingWith({ frame: 4, cause: "scan" })],
    );
    expect([compared, equal]).toEqual([2, 0]);
    expect(differences).toEqual([
      { frame: 3, member: "finding", command: "half-open", plugin: "nothing" },
      { frame: 4, member: "finding", command: "nothing", plugin: "scan" },
    ]);
  });

  it("compares the second finding of a frame, too", () => {
    const first = findingWith();
    const second = findingWith({ stream: 1 });
    const { compared, differences } = compareFindings([first, second], [first, first]);
    expect(compared).toBe(2);
    expect(differences).toEqual([{ frame: 1, member: "stream", command: "1", plugin: "0" }]);
  });

  it("takes no order of members for a difference", () => {
    const { client } = findingWith();
    const turned = { port: client.port, address: client.address };
    expect(compareFindings([findingWith()], [findingWith({ client: turned })]).equal).toBe(1);
  });

  it.each([
    ["2026-11-20T08:04:27.197744123Z", "2026-11-20T08:04:27.197744Z", 1],
    ["2026-11-20T08:04:27.999999987Z", "2026-11-20T08:04:28.000000Z", 1],
    ["2026-11-20T08:04:27Z", "2026-11-20T08:04:27.000000Z", 1],
    ["2026-11-20T08:04:27.197744Z", "2026-11-20T08:04:27.197746Z", 0],
  ])("compares times to the microsecond: %s and %s", (own, other, equal) => {
    const [command, plugin] = [own, other].map((time) => [findingWith({ time })]);
    expect(compareFindings(command ?? [], plugin ?? []).equal).toBe(equal);
  });

  it("tells a time from none", () => {
    const timed = findingWith({ time: "2026-11-20T08:04:27Z" });
    expect(compareFindings([timed], [findingWith()]).differences).toHaveLength(1);
  });
});
