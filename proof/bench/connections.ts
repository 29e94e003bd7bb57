// Prints what explaining in tshark takes of memory for each connection that is open: the peak of
// tshark that explains over that of tshark alone. npm: `bench:connections`.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { openTshark } from "../../generator/verify/tshark-run.js";
import { findHosts, IS_ROOT, LUA } from "../project.js";
import { manyConnections } from "./many-connections.js";
import { measurePeak } from "./measure.mjs";

/** As in the plugin: more than these are not followed at the same time. */
const FOLLOWED = 16_000;

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "16000,100000" },
    host: { type: "boolean", default: false }, // only this system's tshark
  },
});
const folder = makePrivateFolder("bench");
const path = join(folder, "connections.pcap");
const { hosts } = await findHosts(values.host ? [] : undefined);
try {
  for (const count of values.connections.split(",").map(Number)) {
    writeFileSync(path, manyConnections(count));
    for (const { name, root, version } of hosts) {
      const tshark = openTshark({ luaPaths: [LUA], isRoot: IS_ROOT, ...(root && { root }) });
      const place = tshark.place(path);
      const peak = (...args: readonly string[]) =>
        measurePeak(tshark.commandFor(["-q", "-r", place, ...args]));
      const [alone, explaining] = [await peak(), await peak("-z", "rstdiag,json")];
      tshark.close();
      const each = ((explaining - alone) * 1000) / Math.min(count, FOLLOWED);
      const peaks = `${alone.toFixed(0)} MB alone, ${explaining.toFixed(0)} MB explaining`;
      const what = `${name}, tshark ${version.tshark}: ${count} connections`;
      console.log(`${what}, ${peaks}: ${each.toFixed(1)} KB for each that is followed`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
