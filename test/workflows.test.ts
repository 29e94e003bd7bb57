import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { makeFolder, ROOT } from "./support/cli.js";

interface Job {
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** This repository, and the one that vendors copy. */
const REPOSITORIES = ["", "docs/examples/vendor"];
const FOLDER = ".github/workflows";

const WORKFLOWS = REPOSITORIES.flatMap((repository) =>
  readdirSync(join(ROOT, repository, FOLDER)).map((name) => [repository, name] as const),
);

function scriptsOf(repository: string): object {
  return JSON.parse(readFileSync(join(ROOT, repository, "package.json"), "utf8")).scripts;
}

function readWorkflow(name: string, repository = "") {
  const text = readFileSync(join(ROOT, repository, FOLDER, name), "utf8");
  const workflow: Workflow = parse(text);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);
  return { text, workflow, jobs, steps, commands: steps.flatMap(({ run }) => run ?? []) };
}

describe.each(WORKFLOWS)("%s %s", (repository, name) => {
  const { text, workflow, jobs, steps, commands } = readWorkflow(name, repository);

  it("runs scripts and files that are there", () => {
    const scripts = commands.flatMap((command) => [
      ...command.matchAll(/npm run (?:--\S+ )*(\S+)/g),
    ]);
    const known = scriptsOf(repository);
    expect(scripts.map(([, script = ""]) => script).filter((one) => !(one in known))).toEqual([]);
    const files = commands.filter((command) => /^\.\w+\/\S+$/.test(command));
    expect(files.filter((file) => !existsSync(join(ROOT, repository, file)))).toEqual([]);
  });

  it("has commands that a shell can read", () => {
    const wrong = commands.filter((command) => {
      return spawnSync("bash", ["-n"], { input: command }).status !== 0;
    });
    expect(wrong).toEqual([]);
  });

  it("takes each action at one commit, whose release is beside it", () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    const pinned = [...text.matchAll(/uses: ([\w./-]+@[\da-f]{40}) # v\d+\.\d+\.\d+$/gm)];
    expect(pinned.map(([, action]) => action)).toEqual(actions);
  });

  it("says what each job may do, how long it may take, and lets no stranger write", () => {
    const granted = jobs.map(({ permissions }) => permissions ?? workflow.permissions);
    expect(granted.filter((one) => one === undefined)).toEqual([]);
    expect(jobs.every((job) => Number(job["timeout-minutes"]) > 0)).toBe(true);
    const writes = granted.some((one) => Object.values(one ?? {}).includes("write"));
    expect(writes && ("pull_request" in workflow.on || "pull_request_target" in workflow.on)).toBe(
      false,
    );
  });
});

describe("release.yml", () => {
  const { workflow, commands } = readWorkflow("release.yml");

  it("checks all, makes the assets, and publishes them, for a tag of a version alone", () => {
    expect(workflow.on).toEqual({ push: { tags: ["v*"] } });
    const at = (part: string) => commands.findIndex((command) => command.startsWith(part));
    const order = [
      ".ci/run",
      "npm run --silent release",
      "sha256sum --check",
      "gh release create",
      "npm publish",
      "gh release edit",
    ].map(at);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  it("lets only the job that publishes write, and only what it needs", () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.jobs["make"]?.permissions).toEqual({ contents: "read" });
    expect(workflow.jobs["publish"]?.permissions).toEqual({
      contents: "write",
      "id-token": "write",
    });
  });
});

describe("registry-watch.yml", () => {
  const { commands } = readWorkflow("registry-watch.yml");

  /** Runs the last step where the programs that it calls are stand-ins; what gh was called with. */
  function runLastStep(exitCode: number, openIssue: string) {
    const folder = makeFolder();
    const calls = join(folder, "calls");
    const gh = `#!/bin/sh\necho "$1 $2 $3" >>"$CALLS"\n[ "$2" != list ] || echo "${openIssue}"\n`;
    writeFileSync(join(folder, "gh"), gh, { mode: 0o755 });
    const node = `#!/bin/sh\necho "news of $*"\nexit ${exitCode}\n`;
    writeFileSync(join(folder, "node"), node, { mode: 0o755 });
    const PATH = `${folder}:${process.env["PATH"]}`;
    const { status } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", commands.at(-1) ?? ""], {
      cwd: folder,
      env: { PATH, CALLS: calls, TITLE: "title" },
    });
    const read = (name: string) =>
      existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "";
    return { status, calls: read("calls"), body: read("body.md") };
  }

  it.each([
    [0, "", 0, ""],
    [5, "", 0, "issue list --state\nissue create --title\n"],
    [6, "12", 0, "issue list --state\nissue edit 12\n"],
    [1, "", 1, ""],
  ])(
    "where watch ends with %i and the open issue is %j, ends with %i",
    (code, open, ended, calls) => {
      const run = runLastStep(code, open);
      expect([run.status, run.calls]).toEqual([ended, calls]);
      const body = "``````text\nnews of build/cli.js registry watch downloaded\n\n``````\n";
      expect(run.body).toBe(calls === "" ? "" : body);
    },
  );
});
