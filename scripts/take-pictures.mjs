// Takes the pictures of docs/pictures: Wireshark with the plugin and the profile, as an ordinary
// user sees it who has just copied both. Not a test: a person looks at what it makes.
//
// Needs the Debian packages wireshark, xvfb, xdotool, imagemagick and fonts-dejavu-core. With
// `--root FOLDER --out FOLDER`, the Wireshark is that of a chroot, with fonts of its own.
import { spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve as resolvePath } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const { values } = parseArgs({
  options: { root: { type: "string", default: "/" }, out: { type: "string" } },
});
const SYSTEM = resolvePath(values.root);
const PICTURES = values.out ?? join(ROOT, "docs/pictures");
const PROFILE = "TCP resets";
const SIZE = { width: 1500, height: 820 };

/** nobody and nogroup: Wireshark 4.4 and later load no Lua for user 0 or group 0. */
const ORDINARY_USER = 65534;
const IS_ROOT = process.getuid?.() === 0;

/** The samples that have something for each colour, in one capture. */
const SAMPLES = ["registered-codes", "unknown-codes", "malformed", "truncated", "look-alikes"];
/** Those whose statistics fit into a window. */
const FEW_SAMPLES = ["specification-examples", "unknown-codes", "malformed", "truncated"];

const folder = mkdtempSync(join(SYSTEM, tmpdir(), "rstdiag-pictures-"));
/** @type {import("node:child_process").ChildProcess[]} */
const running = [];
/** @type {string[]} */
const complaints = [];

/**
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string} what it printed
 */
function run([program = "", ...args], env = process.env) {
  const { error, status, stdout, stderr } = spawnSync(program, args, { env, encoding: "utf8" });
  if (error || status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
  return stdout.trim();
}

/** A home of its own, with the plugin and the profile where the README puts them. */
function makeHome() {
  const home = join(folder, "home");
  const config = join(home, ".config/wireshark");
  const plugins = join(home, ".local/lib/wireshark/plugins");
  const runtime = join(home, "runtime");
  for (const path of [config, plugins]) mkdirSync(path, { recursive: true });
  mkdirSync(runtime, { mode: 0o700 });
  cpSync(join(ROOT, "dist/wireshark/rstdiag.lua"), join(plugins, "rstdiag.lua"));
  cpSync(join(ROOT, "dist/wireshark/profiles"), join(config, "profiles"), { recursive: true });
  const geometry = Object.entries({ x: 0, y: 0, ...SIZE });
  const lines = geometry.map(([name, value]) => `gui.geometry_main_${name}: ${value}`);
  writeFileSync(join(config, "recent_common"), `${lines.join("\n")}\n`);
  return home;
}

/**
 * Gives the list of packets so many pixels of the window.
 *
 * @param {string} home
 * @param {number} height
 */
function setListHeight(home, height) {
  const recent = `${PROFILE}/recent`;
  const shipped = readFileSync(join(ROOT, "dist/wireshark/profiles", recent), "utf8");
  const path = join(home, ".config/wireshark/profiles", recent);
  writeFileSync(path, `${shipped}gui.geometry_main_upper_pane: ${height}\n`);
}

/**
 * @param {string} name
 * @param {readonly string[]} samples
 */
function makeCapture(name, samples) {
  const path = join(folder, name);
  const paths = samples.map((sample) => join(ROOT, `samples/${sample}.pcapng`));
  run(["mergecap", "-a", "-w", path, ...paths]);
  return path;
}

/** @param {string} path */
function giveToOrdinaryUser(path) {
  if (!IS_ROOT) return;
  chownSync(path, ORDINARY_USER, ORDINARY_USER);
  for (const name of readdirSync(path, { recursive: true, encoding: "utf8" })) {
    chownSync(join(path, name), ORDINARY_USER, ORDINARY_USER);
  }
}

/**
 * Starts a screen that no one sees.
 *
 * @returns {Promise<string>} the name of the display
 */
function openScreen() {
  const screen = `${SIZE.width}x${SIZE.height}x24`;
  const server = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", screen, "-nolisten", "tcp"]);
  running.push(server);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.stdout.once("data", (number) => resolve(`:${String(number).trim()}`));
  });
}

/** A path as Wireshark's system has it. */
function inSystem(path) {
  return path.startsWith(folder) ? path.slice(SYSTEM.replace(/\/$/, "").length) : path;
}

/** @returns {readonly string[]} what goes before a command, so that it does not run as root */
function asOrdinaryUser() {
  const id = String(ORDINARY_USER);
  if (SYSTEM !== "/") {
    const mounts = ["/proc", "/dev", "/tmp/.X11-unix"].map(
      (path) => `mkdir -p "$0${path}" && mount --rbind ${path} "$0${path}"`,
    );
    const script = `${mounts.join(" && ")} && exec chroot --userspec=${id}:${id} "$0" "$@"`;
    return ["unshare", "--mount", "sh", "-c", script, SYSTEM];
  }
  return IS_ROOT ? ["setpriv", `--reuid=${id}`, `--regid=${id}`, "--clear-groups"] : [];
}

/**
 * Opens the capture at a packet, with a filter.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args
 */
async function openWireshark(env, args) {
  const words = ["wireshark", "-C", PROFILE, ...args.map(inSystem)];
  const [program = "", ...rest] = [...asOrdinaryUser(), ...words];
  const wireshark = spawn(program, rest, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  running.push(wireshark);
  wireshark.stderr.on("data", (text) => {
    if (/rstdiag|lua|filter|preference|column/i.test(String(text))) complaints.push(String(text));
  });
  const search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "resets.pcapng"];
  const [window = ""] = run(search, env).split("\n");
  await sleep(5000);
  run(["xdotool", "windowfocus", window], env);
  // A mouse over a row would paint it as chosen.
  run(["xdotool", "mousemove", String(SIZE.width - 2), String(SIZE.height - 2)], env);
  return wireshark;
}

/**
 * Does one thing after the other, and waits for the window to follow.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly (readonly string[])[]} steps
 */
async function act(env, steps) {
  for (const step of steps) {
    run(["xdotool", ...step], env);
    await sleep(700);
  }
}

/**
 * Gives a window a place and a size of its own.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} title
 * @param {{ width: number, height: number, x: number, y: number }} area
 */
function moveWindow(env, title, { width, height, x, y }) {
  const [window = ""] = run(["xdotool", "search", "--sync", "--name", title], env).split("\n");
  run(["xdotool", "windowsize", window, String(width), String(height)], env);
  run(["xdotool", "windowmove", window, String(x), String(y)], env);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {string} [area] of the screen, `WIDTHxHEIGHT+X+Y`
 */
async function takePicture(env, name, area) {
  await sleep(1000);
  const screen = join(folder, "screen.png");
  run(["import", "-window", "root", screen], env);
  const path = join(PICTURES, `${name}.png`);
  const crop = area === undefined ? [] : ["-crop", area, "+repage"];
  const palette = ["-strip", "-dither", "None", "-colors", "64"];
  run(["convert", screen, ...crop, ...palette, `PNG8:${path}`]);
  console.log(path);
}

/** @param {import("node:child_process").ChildProcess} child */
async function close(child) {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await ended;
}

try {
  const home = makeHome();
  const capture = makeCapture("resets.pcapng", SAMPLES);
  const fewResets = makeCapture("few-resets.pcapng", FEW_SAMPLES);
  giveToOrdinaryUser(folder);
  mkdirSync(PICTURES, { recursive: true });
  const display = await openScreen();
  const env = {
    PATH: process.env["PATH"],
    HOME: inSystem(home),
    XDG_RUNTIME_DIR: inSystem(join(home, "runtime")),
    LANG: "C.UTF-8",
    DISPLAY: display,
    QT_QPA_PLATFORM: "xcb",
  };
  const filter = "tcp.flags.reset == 1 && ip.version == 4";
  const shown = ["-r", capture, "-Y", filter];
  setListHeight(home, 600);
  const list = await openWireshark(env, [...shown, "-g", "17"]);
  await takePicture(env, "packet-list");
  // The menu at the right end of the filter toolbar, its third entry.
  const menu = ["mousemove", String(SIZE.width - 95), "77", "click", "1"];
  await act(env, [menu, ["key", "Down", "Down", "Down", "Right"]]);
  await takePicture(env, "menu", "900x330+600+60");
  await close(list);
  setListHeight(home, 351);
  const tree = await openWireshark(env, [...shown, "-g", "27"]);
  // The last protocol of the tree, opened with all below it.
  await act(env, [
    ["mousemove", "300", "542", "click", "1"],
    ["key", "shift+Right"],
  ]);
  await takePicture(env, "packet-tree");
  await close(tree);
  const statistics = await openWireshark(env, ["-r", fewResets]);
  // Tools > TCP resets > Statistics
  await act(env, [
    ["key", "alt+t"],
    ["key", "Up", "Right", "Return"],
  ]);
  const area = { width: 680, height: 690, x: 0, y: 0 };
  moveWindow(env, "TCP resets: statistics", area);
  await takePicture(env, "statistics", `${area.width}x${area.height}+${area.x}+${area.y}`);
  await close(statistics);
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
} finally {
  for (const child of running) if (child.exitCode === null) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
