// Registry folders of any size for the benchmark and its test.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const OWN_REGISTRY = fileURLToPath(new URL("../../registry", import.meta.url));
const DEFAULT_REVISION = "tcp-failure-causes.draft-02.xml";

/** As many as there can be: codes from 1 on in one registry, and vendors with 50 codes each. */
export const FULL = { codes: 65_535, vendors: 2_000 };
export const CODES_OF_A_VENDOR = 50;

/** The same mixture as the full size, with about so many rows in all. */
export function sizeOf(rows) {
  const all = FULL.codes + FULL.vendors * CODES_OF_A_VENDOR;
  const vendors = Math.round((rows * FULL.vendors) / all);
  return { codes: rows - vendors * CODES_OF_A_VENDOR, vendors };
}

/**
 * Writes a folder of inputs with sentences of an ordinary length.
 *
 * @param {string} folder is made anew
 * @param {{ codes: number, vendors: number }} size
 */
export function writeInputs(folder, { codes, vendors }) {
  cpSync(OWN_REGISTRY, folder, { recursive: true });
  for (const name of readdirSync(join(folder, "vendors"))) rmSync(join(folder, "vendors", name));
  mkdirSync(join(folder, "vendors"), { recursive: true });
  const records = Array.from({ length: codes }, (_, at) => record(at + 1));
  writeFileSync(
    join(folder, DEFAULT_REVISION),
    `<registry xmlns="http://www.iana.org/assignments" xmlns:rstdiag="urn:rstdiag:registry"
  id="tcp-failure-causes">
<title>TCP Failure Causes</title>
<record><value>0</value><description>Reserved</description></record>
${records.join("\n")}
</registry>
`,
  );
  for (let at = 0; at < vendors; at += 1) {
    const codes = Array.from({ length: CODES_OF_A_VENDOR }, (_, index) => index + 1);
    const rows = codes.map((code) => `${code},Vendor's cause ${code} of ${at},[RFC9293]`);
    const table = ["Value,Description,Reference", ...rows, ""].join("\r\n");
    writeFileSync(join(folder, "vendors", `${FIRST_PEN + at}.csv`), table);
  }
}

const FIRST_PEN = 40_000;
const ORIGINS = ["endpoint", "service-function", "any"];

/** @param {number} code */
function record(code) {
  const origin = ORIGINS[code % ORIGINS.length];
  const description = `<description>The cause number ${code} of the connection's end</description>`;
  return `<record rstdiag:origin="${origin}"><value>${code}</value>${description}<xref type="rfc" data="rfc9293"/></record>`;
}
