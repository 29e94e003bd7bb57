import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { makeFolder, ROOT } from "./cli.js";

/** A machine, and the captures that are on it and nowhere else. */
interface Machine {
  readonly name: string;
  readonly captures: Readonly<Record<string, Uint8Array>>;
}

/** What the scripts of a user can do in a network of machines. */
export interface Network {
  /** Where scripts are run; no machine but theirs has it. */
  readonly folder: string;
  /** Runs a script of bash on the user's own machine. */
  readonly run: (script: string) => SpawnSyncReturns<string>;
  /** Stops the sshd of a machine: nothing listens there any more. */
  readonly stop: (name: string) => Promise<void>;
  /** Starts it again, and waits until it answers. */
  readonly start: (name: string) => Promise<void>;
}

/** The folder that has the captures of each machine. */
export const CAPTURES = "/srv/captures";

/**
 * Makes a network namespace for the user and one for each machine, with an sshd in it that knows the
 * user's key, and with a name and a folder of captures that only processes in there see. All is taken
 * away after the test; no file outside the test's folder is written.
 */
export async function makeNetwork(machines: readonly Machine[]): Promise<Network> {
  const folder = makeFolder();
  // Another clone may run this test at the same time.
  const prefix = `rstdiag-${process.pid}-${randomBytes(3).toString("hex")}`;
  const home = addNamespace(`${prefix}-home`);
  const bin = join(folder, "bin");
  writePrograms(bin, {
    rstdiag: `${process.execPath} ${join(ROOT, "build/cli.js")}`,
    duckdb: `${process.execPath} ${join(ROOT, "scripts/duckdb.mjs")}`,
    ssh: `/usr/bin/ssh -F ${join(folder, "ssh_config")}`,
    scp: `/usr/bin/scp -F ${join(folder, "ssh_config")}`,
  });
  for (const key of ["user", "host"]) {
    must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(folder, key));
  }
  const stops = new Map<string, () => Promise<void>>();
  const begin = (name: string) => {
    stops.set(name, startSshd({ folder, namespace: `${prefix}-${name}`, name }));
  };
  machines.forEach(({ name, captures }, at) => {
    const namespace = addNamespace(`${prefix}-${name}`);
    const address = connect({ home, namespace, at });
    writeCaptures(diskOf(folder, name), captures);
    tellClient(folder, name, address);
    begin(name);
  });
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: folder,
    PARALLEL_HOME: join(folder, "parallel"),
    PARALLEL: "--will-cite",
  };
  const run = (script: string) =>
    spawnSync("ip", ["netns", "exec", home, "bash", "-e", "-c", script], {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: 300_000,
    });
  const isReady = (name: string) => waitFor(() => run(`ssh ${name} true`));
  for (const { name } of machines) await isReady(name);
  const start = async (name: string) => {
    begin(name);
    await isReady(name);
  };
  return { folder, run, stop: async (name) => stops.get(name)?.(), start };
}

function addNamespace(name: string): string {
  must("ip", "netns", "add", name);
  onTestFinished(() => must("ip", "netns", "delete", name));
  must("ip", "-n", name, "link", "set", "lo", "up");
  return name;
}

interface Link {
  readonly home: string;
  readonly namespace: string;
  /** Number of the machine, from 0. */
  readonly at: number;
}

/** Addresses are those of RFC 5737, four for each machine; returns the machine's. */
function connect({ home, namespace, at }: Link): string {
  const near = `192.0.2.${4 * at + 1}`;
  const far = `192.0.2.${4 * at + 2}`;
  const device = `machine${at}`;
  must(
    "ip",
    "-n",
    home,
    "link",
    "add",
    device,
    "type",
    "veth",
    "peer",
    "name",
    "home",
    "netns",
    namespace,
  );
  for (const [name, link, address] of [
    [home, device, near],
    [namespace, "home", far],
  ] as const) {
    must("ip", "-n", name, "address", "add", `${address}/30`, "dev", link);
    must("ip", "-n", name, "link", "set", link, "up");
  }
  return far;
}

/** Programs of these names that run a command line. */
function writePrograms(bin: string, programs: Readonly<Record<string, string>>): void {
  mkdirSync(bin);
  for (const [name, command] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  }
}

function diskOf(folder: string, name: string): string {
  return join(folder, "disks", name);
}

function writeCaptures(folder: string, captures: Machine["captures"]): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, octets] of Object.entries(captures)) writeFileSync(join(folder, file), octets);
}

function tellClient(folder: string, name: string, address: string): void {
  const key = readFileSync(join(folder, "host.pub"), "utf8");
  writeFileSync(join(folder, "known_hosts"), `${address} ${key}`, { flag: "a" });
  const lines = [
    `Host ${name}`,
    `HostName ${address}`,
    "User root",
    `IdentityFile ${join(folder, "user")}`,
    "IdentitiesOnly yes",
    `UserKnownHostsFile ${join(folder, "known_hosts")}`,
    "GlobalKnownHostsFile /dev/null",
    "StrictHostKeyChecking yes",
  ];
  writeFileSync(join(folder, "ssh_config"), `${lines.join("\n")}\n`, { flag: "a" });
}

interface SshdPlace {
  readonly folder: string;
  readonly namespace: string;
  readonly name: string;
}

/** Returns what stops it, and waits for its end; that is done after the test in any case. */
function startSshd({ folder, namespace, name }: SshdPlace): () => Promise<void> {
  // Its own: one that another machine's sshd still reads must not be written again.
  const config = join(folder, `sshd_config-${name}`);
  const lines = [
    `HostKey ${join(folder, "host")}`,
    `AuthorizedKeysFile ${join(folder, "user.pub")}`,
    "PidFile none",
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "PermitRootLogin prohibit-password",
    "Subsystem sftp internal-sftp",
    `SetEnv PATH=${join(folder, "bin")}:${process.env["PATH"]}`,
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const script = `
    hostname ${name}
    mount -t tmpfs none /run && mkdir /run/sshd
    mount -t tmpfs none /srv && mkdir ${CAPTURES} && mount --bind ${diskOf(folder, name)} ${CAPTURES}
    exec $(command -v sshd || echo /usr/sbin/sshd) -D -e -f ${config}`;
  const args = [
    "netns",
    "exec",
    namespace,
    "unshare",
    "--mount",
    "--uts",
    "sh",
    "-e",
    "-c",
    script,
  ];
  const sshd = spawn("ip", args, { stdio: "ignore" });
  const ended = once(sshd, "close");
  const stop = async () => {
    sshd.kill("SIGKILL");
    await ended;
  };
  onTestFinished(stop);
  return stop;
}

function must(program: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? stderr}`);
}

async function waitFor(attempt: () => SpawnSyncReturns<string>): Promise<void> {
  for (let left = 50; ; left -= 1) {
    const { status, stderr } = attempt();
    if (status === 0) return;
    if (left === 0) throw new Error(stderr);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
