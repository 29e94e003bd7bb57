import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { makeFolder, runCli } from "./support/cli.js";
import {
  environmentOf,
  lookAt,
  runStopped,
  type Stop,
  type Stopped,
  WRITING_COMMANDS,
  type WritingCommand,
  withoutUnfinished,
} from "./support/stopped.js";
import { IS_ROOT, skippedIf } from "./support/tools.js";

const IS_WINDOWS = process.platform === "win32";

/** Random moments for each command; 10 take a minute or two. */
const MOMENTS = Number(process.env["RSTDIAG_MOMENTS"] ?? 10);
const SEED = Number(process.env["RSTDIAG_SEED"] ?? 20260505);
const SIGNALS = ["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP", "SIGALRM", "SIGUSR2"] as const;

/** Random numbers from 0 to 1, the same for a seed (xorshift of 32 bits). */
function randomNumbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const NEVER = { signal: "SIGTERM" } as const;

/** A folder that can be made again as it was before the command. */
function makeStage(command: WritingCommand) {
  const [folder, saved] = [makeFolder(), makeFolder()];
  command.prepare(folder);
  cpSync(folder, saved, { recursive: true });
  const restore = () => {
    rmSync(folder, { recursive: true });
    cpSync(saved, folder, { recursive: true });
  };
  return { folder, restore };
}

describe.skipIf(IS_WINDOWS)("stopped at a random moment", () => {
  it.each(WRITING_COMMANDS)("$name leaves the old files, or the new ones", async (command) => {
    const { folder, restore } = makeStage(command);
    const before = lookAt(folder);
    const began = Date.now();
    const { code, touches } = await runStopped(command, folder, NEVER);
    const lasted = Date.now() - began;
    expect(code).toBe(0);
    const after = lookAt(folder);
    expect(after).not.toEqual(before);
    for (const stop of chooseStops(touches, lasted)) {
      restore();
      const end = await runStopped(command, folder, stop);
      expectWhole({ stop, end, found: lookAt(folder) }, { before, after });
      expect((await runStopped(command, folder, NEVER)).code, describeStop(stop)).toBe(0);
      expect(lookAt(folder), describeStop(stop)).toEqual(after);
    }
  });
});

/** Each signal in turn, at a random touch of the disk, or now and then at a random time. */
function chooseStops(touches: number, lastedMs: number): readonly Stop[] {
  const random = randomNumbers(SEED);
  return Array.from({ length: MOMENTS }, (_, moment) => {
    const signal = SIGNALS[moment % SIGNALS.length] ?? "SIGKILL";
    if (moment % 5 === 4) return { signal, afterMs: random() * lastedMs };
    return { signal, at: 1 + Math.floor(random() * touches) };
  });
}

const describeStop = ({ signal, at, afterMs }: Stop) => `${signal} at ${at ?? `${afterMs} ms`}`;

type Look = ReturnType<typeof lookAt>;

function expectWhole(
  { stop, end, found }: { readonly stop: Stop; readonly end: Stopped; readonly found: Look },
  { before, after }: { readonly before: Look; readonly after: Look },
): void {
  const what = describeStop(stop);
  // Where the time came too late, the command has ended well.
  if (end.signal === null) expect([end.code, found], what).toEqual([0, after]);
  else expect(end.signal, what).toBe(stop.signal);
  if (stop.signal !== "SIGKILL") expect([before, after], what).toContainEqual(found);
  for (const [name, content] of Object.entries(withoutUnfinished(found))) {
    expect([before[name], after[name]], `${what}: ${name}`).toContain(content);
  }
}

/** A file system of its own on a folder; undefined where this machine lets nobody have one. */
function mountSmall(): string | undefined {
  const folder = makePrivateFolder("small");
  const options = ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder];
  if (spawnSync("mount", options).status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

function unmount(folder: string): void {
  spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
}

function canMount(): boolean {
  if (!IS_ROOT) return false;
  const folder = mountSmall();
  if (folder !== undefined) unmount(folder);
  return folder !== undefined;
}

const LACKS_MOUNT = !canMount();

/** Kilobytes that are free: none, and more until all has room. */
const ROOMS = [0, 4, 12, 60, 300, 4000];

describe.skipIf(LACKS_MOUNT)(
  `on a full disk${skippedIf(LACKS_MOUNT, "needs root, and mount of a tmpfs")}`,
  () => {
    it.each(WRITING_COMMANDS)("$name leaves all as it was, and fails", (command) => {
      const folder = mountSmall() ?? "";
      onTestFinished(() => unmount(folder));
      const isFull: boolean[] = [];
      command.prepare(folder);
      for (const room of ROOMS) {
        const before = lookAt(folder);
        limit(folder, room);
        const { status, stderr } = runCli(command.args(folder), {
          cwd: folder,
          env: environmentOf(folder),
        });
        isFull.push(status !== 0);
        if (status === 0) break;
        expect(stderr).toMatch(/ENOSPC|No space left|not enough disk space/i);
        expect(stderr).not.toContain("internal error");
        expect(stderr).not.toContain(".rstdiag-new");
        expect(lookAt(folder), `with ${room} kB`).toEqual(before);
      }
      expect([isFull[0], isFull.at(-1)]).toEqual([true, false]);
    });
  },
);

/** Leaves so many kilobytes free. */
function limit(folder: string, room: number): void {
  const { stdout } = spawnSync("df", ["-k", "--output=used", folder], { encoding: "utf8" });
  const size = Number(stdout.split("\n")[1]) + room;
  const { status } = spawnSync("mount", ["-o", `remount,size=${size}k`, folder]);
  expect(status).toBe(0);
}
