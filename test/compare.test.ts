import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ComparedReset, ComparisonSummary } from "../generator/model/comparison.js";
import type { Endpoint } from "../generator/model/record.js";
import { openSchema } from "../generator/verify/schema-check.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";

const FOLDER = join(ROOT, "samples/laboratory");

interface Scenario {
  readonly scenario: string;
  readonly sender: string;
  readonly receiver: string;
  readonly clockAheadSeconds: number;
  readonly deliveries: readonly {
    readonly server: Endpoint;
    readonly clientAtSender: Endpoint;
    readonly clientAtReceiver: Endpoint;
    readonly sentLength: number | null;
    readonly receivedLength: number | null;
    readonly outcome: string;
  }[];
}

const { scenarios }: { readonly scenarios: readonly Partial<Scenario>[] } = JSON.parse(
  readFileSync(join(FOLDER, "truth.json"), "utf8"),
);
const compared = scenarios.filter((one): one is Scenario => one.deliveries !== undefined);

const schema = openSchema(
  readFileSync(join(ROOT, "dist/schema/reset-comparison.schema.json"), "utf8"),
);

function compareJson(sender: string, receiver: string) {
  const paths = [sender, receiver].map((name) => join(FOLDER, name));
  const { status, stdout } = runCli(["compare", "--json", ...paths]);
  expect(status).toBe(0);
  const lines: readonly (ComparedReset | ComparisonSummary)[] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  if (schema.kind === "broken") throw new Error(schema.reason);
  for (const line of lines) expect(schema.check(line)).toBeUndefined();
  const summary = lines.find((line) => line.kind === "summary");
  if (summary === undefined) throw new Error("no summary");
  return { resets: lines.filter((line) => line.kind === "reset"), summary };
}

const nameOf = (end: Endpoint | undefined) => (end ? `${end.address} ${end.port}` : "-");

describe("the laboratory's captures of both sides", () => {
  it("are those of ten scenarios", () => expect(compared).toHaveLength(10));

  it.each(compared)("$scenario: every verdict is right", (scenario) => {
    const { resets, summary } = compareJson(scenario.sender, scenario.receiver);
    const told = resets.map(({ verdict, sent, received }) =>
      [
        verdict,
        nameOf((sent ?? received)?.source),
        sent ? nameOf(sent.destination) : "-",
        received ? nameOf(received.destination) : "-",
        sent?.lengthBytes ?? "-",
        received?.lengthBytes ?? "-",
      ].join(" "),
    );
    const truth = scenario.deliveries.map((delivery) =>
      [
        delivery.outcome,
        nameOf(delivery.server),
        delivery.sentLength === null ? "-" : nameOf(delivery.clientAtSender),
        delivery.receivedLength === null ? "-" : nameOf(delivery.clientAtReceiver),
        delivery.sentLength ?? "-",
        delivery.receivedLength ?? "-",
      ].join(" "),
    );
    expect(told.sort()).toEqual(truth.sort());
    expect(summary.clock?.seconds).toBeCloseTo(scenario.clockAheadSeconds, 1);
    // One router is between them.
    expect(summary.timeToLiveDifferences.map(({ difference }) => difference)).toEqual(
      told.some((line) => !/^(dropped|added)/.test(line)) ? [1] : [],
    );
    for (const { direction } of resets) expect(direction).toBe("forward");
  });

  it.each(compared)("$scenario: exchanged, dropped is added and added is dropped", (scenario) => {
    const { summary } = compareJson(scenario.sender, scenario.receiver);
    const { summary: exchanged } = compareJson(scenario.receiver, scenario.sender);
    expect(exchanged.verdicts.added).toBe(summary.verdicts.dropped);
    expect(exchanged.verdicts.dropped).toBe(summary.verdicts.added);
    expect(exchanged.backward).toBe(scenario.deliveries.length);
  });
});

describe("rstdiag compare", () => {
  const [sender = "", receiver = ""] = ["server", "client"].map((end) =>
    join(FOLDER, `compare-share-dropped.${end}.pcap`),
  );

  it("shows rates, what the way did, and what it harmed", () => {
    const { status, stdout, stderr } = runCli(["compare", sender, receiver]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^15 RSTs sent, 10 arrived: 10 delivered, 5 dropped\.\n/);
    expect(stdout).toMatch(/^diagnostic +8 +6 {2}66\.7 % \(30\.0-90\.3\) +66\.7 % \S+ +2$/m);
    expect(stdout).toContain("TTL decrease on the way: 1 (10)\nHeaders changed: none\n");
    expect(stdout).toMatch(/^dropped +frame 8 +- +198\.51\.100\.20:80 > \S+ +0 > -$/m);
    expect(stderr).toMatch(
      /server\.pcap: 120 frames, 15 RSTs\n.*client\.pcap: 115 frames, 10 RSTs\n$/,
    );
  });

  it("says that the files may have been exchanged", () => {
    const { stdout } = runCli(["compare", receiver, sender]);
    expect(stdout).toContain(
      "Backward: 15 RSTs came from the receiver's side and are in no rate above;",
    );
    expect(stdout).toMatch(/^added, backward +- +frame 8 /m);
  });

  it("gives no rates of captures that have nothing in common", () => {
    const other = join(FOLDER, "idle-timeout.client.pcap");
    const { status, stdout } = runCli(["compare", sender, other]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^15 RSTs sent, 1 arrived: 16 uncovered\.\n/);
    expect(stdout).toContain("are they of the same traffic?");
    expect(stdout).not.toContain("%");
  });

  it("says how many RSTs were not compared", () => {
    const { stderr } = runCli(["compare", "--limit", "4", sender, receiver]);
    expect(stderr).toContain("4 RSTs; 11 more not compared: use --limit 15 to include them");
  });

  it("reads one of both from standard input", () => {
    const input = readFileSync(sender);
    const { stdout } = runCli(["compare", "-", receiver], { input });
    expect(stdout).toBe(runCli(["compare", sender, receiver]).stdout);
    expect(runCli(["compare", "-", "-"]).status).toBe(2);
  });

  it("compares nothing with a damaged capture", () => {
    const damaged = join(makeFolder(), "damaged.pcap");
    writeFileSync(damaged, readFileSync(receiver).subarray(0, -9));
    const { status, stdout, stderr } = runCli(["compare", sender, damaged]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("it was cut off; nothing was compared");
    expect(runCli(["compare", sender]).status).toBe(2);
  });
});
