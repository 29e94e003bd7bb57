import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../test/support/cli.js";
import { findingsOf } from "../../test/support/conversation.js";

const read = (name: string) =>
  findingsOf(readFileSync(join(ROOT, "samples/encapsulations", `${name}.pcapng`)));

describe("connections in tunnels", () => {
  it("are told apart where two networks use the same addresses", async () => {
    const findings = await read("vxlan-tenants");
    expect(findings.map(({ frame, stage }) => [frame, stage])).toEqual([
      [11, "data"],
      [12, "data"],
    ]);
  });

  it.each(["gtp-u", "vxlan", "ip-in-ip"])(
    "are one in both directions, whatever identifies the tunnel: %s",
    async (name) => {
      const findings = await read(name);
      expect(findings.map(({ stream }) => stream)).toEqual([0, 1, 2, 3]);
      expect(findings.map(({ cause }) => cause)).toEqual([
        "stated",
        "closed-port",
        "stated",
        "closed-port",
      ]);
    },
  );
});
