import { describe, expect, it } from "vitest";
import { comparisonWith, groupWith } from "../../test/support/comparison.js";
import { ownModel } from "../../test/support/models.js";
import { drawArrival } from "./arrival.js";
import { Summary } from "./summary.js";

function draw(...changes: readonly Parameters<typeof comparisonWith>[0][]): string {
  const summary = new Summary(ownModel());
  for (const change of changes) summary.comparisons.add(comparisonWith(change));
  return drawArrival(summary).toString();
}

/** What a reader would see, lines apart. */
const textOf = (page: string) =>
  page
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .replaceAll("&#39;", "'");

describe("the section of comparisons", () => {
  it("says of which captures it is, what became of the RSTs, and what the way did", () => {
    const text = textOf(draw({}));
    expect(text).toContain("server.pcap to client.pcap");
    expect(text).toContain(
      "The sender's capture has 6 RSTs in 9 frames, the receiver's 4 in 9: 3 delivered, 1 stripped, 2 dropped. The receiver's clock is 0.3 s behind",
    );
    expect(text).toContain("by 7 segments that both captures have.");
    expect(text).toContain("Sent Delivered Stripped Dropped");
    expect(text).toContain("diagnostic 8 50.0 % (25.0-75.0) 66.7 % (33.3-83.3) 6 3 1 2");
    expect(text).toContain(
      "TTL decrease on the way (RSTs): 5 (4). Header fields changed (RSTs): dscp (2).",
    );
    expect(text).toContain("loss and filtering look the same");
    expect(text).not.toContain("only the receiver's capture has it");
    expect(text).toContain("only the sender's capture has it");
  });

  it("doubts captures that share nothing, and counts what is beyond the limit", () => {
    const { clock: _clock, ...unset } = comparisonWith({
      sender: { file: "a", frames: 9, resets: 6, notCompared: 2 },
    });
    const summary = new Summary(ownModel());
    summary.comparisons.add(unset);
    const text = textOf(drawArrival(summary).toString());
    expect(text).toContain("are they of the same traffic?");
    expect(text).toContain("Beyond the limit, so not compared: 2 further RSTs.");
  });

  it("gives no share of RSTs that went the other way", () => {
    const page = draw({ groups: [], timeToLiveDifferences: [], changes: [], backward: 6 });
    expect(textOf(page)).toContain("No RST went from the sender to the receiver");
    expect(textOf(page)).toContain("6 RSTs came from the receiver's side and are in no share");
    expect(page).not.toContain("<svg");
    expect(textOf(page)).not.toContain("TTL less");
  });

  it("is bounded, and says what it leaves out", () => {
    const groups = Array.from({ length: 40 }, (_, at) => groupWith({ mostOctets: at + 8 }));
    const many = Array.from({ length: 23 }, (_, backward) => ({ groups, backward }));
    const page = draw(...many);
    expect(page.match(/<svg/g)).toHaveLength(20);
    expect(textOf(page)).toContain("48 more RSTs of 8 other formats and sizes.");
    expect(textOf(page)).toContain("Left out here: 3 more comparisons of captures.");
  });

  it("takes no name for markup", () => {
    const name = '</h3><script>alert(1)</script>"';
    const page = draw({
      sender: { file: name, frames: 9, resets: 6, notCompared: 0 },
      groups: [groupWith({ format: "<b>" })],
    });
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toMatch(/<script|<b>/);
  });
});
