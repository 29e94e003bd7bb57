// Prints what it costs to start commands that have little to do, as a ratio to a start of Node that
// does nothing. Nothing here passes or fails. npm: `bench:start`.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { commandOf, compare, describeMachine } from "./measure.mjs";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "21" } } });
const CLI = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
const CAPTURE = fileURLToPath(
  new URL("../../samples/specification-examples.pcapng", import.meta.url),
);

const COMMANDS = [
  ["--version"],
  ["decode", CAPTURE],
  ["explain", CAPTURE],
  // In a clone where nothing changed, neither writes anything.
  ["generate"],
  ["check"],
];
const NOTHING = commandOf([process.execPath, "-e", "0"]);
const runs = COMMANDS.map((words) => commandOf([process.execPath, CLI, ...words]));

console.log(describeMachine());
console.log(`medians of ${values.rounds} interleaved runs\n`);
const [nothing, ...costs] = compare([NOTHING, ...runs], Number(values.rounds));
const least = nothing?.cpu ?? Number.NaN;
const rows = costs.map(({ cpu, wall }, at) => ({
  name: `rstdiag ${COMMANDS[at]?.[0]}`,
  cpu,
  wall,
}));
console.log("| command | CPU | of `node -e 0` | time |");
console.log("|---|---:|---:|---:|");
for (const { name, cpu, wall } of [{ name: "node -e 0", ...nothing }, ...rows]) {
  const cells = [`\`${name}\``, `${cpu?.toFixed(2)} s`, (cpu ?? Number.NaN) / least, wall];
  const [first, second, ratio, time] = cells;
  console.log(
    `| ${first} | ${second} | ${Number(ratio).toFixed(1)} | ${Number(time).toFixed(2)} s |`,
  );
}
