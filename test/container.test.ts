import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Instruction, readContainerfile } from "../proof/container/containerfile.js";
import { ROOT, runCli } from "./support/cli.js";

const text = readFileSync(join(ROOT, "Containerfile"), "utf8");
const stages = readContainerfile(text);
const last = stages.at(-1);
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

const ALL = stages.flatMap(({ instructions }) => instructions);

function textsOf(name: string, instructions: readonly Instruction[] = ALL): readonly string[] {
  return instructions.filter((one) => one.name === name).map((one) => one.text);
}

describe("Containerfile", () => {
  it("is read as stages, each with its instructions", () => {
    const file = "# no\nFROM a AS b\nRUN x \\\n # no\n && y\nFROM c\nCOPY --from=b /1 /2\n";
    expect(readContainerfile(file)).toEqual([
      { base: "a", name: "b", instructions: [{ name: "RUN", text: "x   && y" }] },
      { base: "c", name: undefined, instructions: [{ name: "COPY", text: "--from=b /1 /2" }] },
    ]);
    expect(() => readContainerfile("RUN x\n")).toThrow("ahead of the first FROM");
    expect(() => readContainerfile("FROM a\nhello\n")).toThrow("no instruction: hello");
  });

  it("has commands that a shell can read, with scripts and options that are there", () => {
    for (const command of textsOf("RUN")) {
      expect(spawnSync("sh", ["-n"], { input: command }).status, command).toBe(0);
    }
    const named = [...text.matchAll(/npm run (?:--\S+ )*(\S+)/g)].map(([, script]) => script);
    expect(named.filter((script) => !(String(script) in scripts))).toEqual([]);
    expect(runCli(["patch", "--help"]).stdout).toContain("--tree <");
  });

  it("ends as an ordinary user, who runs rstdiag, with nothing that only builds", () => {
    expect(last?.instructions.slice(-4).map(({ name }) => name)).toEqual([
      "USER",
      "WORKDIR",
      "ENTRYPOINT",
      "CMD",
    ]);
    expect(textsOf("USER", last?.instructions)).not.toContain("root");
    const [installed = ""] = textsOf("RUN", last?.instructions);
    expect(installed).toMatch(/ tshark .*rm -rf \/var\/lib\/apt\/lists/);
    expect(installed).not.toMatch(/\b(gcc|make|npm|-dev)\b/);
    const apt =
      textsOf("RUN")
        .join("\n")
        .match(/apt-get install/g) ?? [];
    expect(text.match(/apt-get install -y --no-install-recommends/g)).toHaveLength(apt.length);
  });

  it("takes from an earlier stage only what that has, and from the folder only what is committed", () => {
    const names = stages.map(({ name }) => name);
    const taken = textsOf("COPY", last?.instructions).map((copy) => copy.split(" "));
    expect(taken.map(([from = ""]) => names.includes(from.replace("--from=", "")))).toEqual(
      taken.map(() => true),
    );
    const built = textsOf("RUN", stages[0]?.instructions).join("\n");
    expect(taken.filter(([, path = ""]) => !built.includes(path))).toEqual([]);
    const ignored = readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n");
    expect(ignored).toEqual(expect.arrayContaining([".git", "build", "node_modules", "release"]));
  });

  it("has no secret, and nothing of another host than Debian's and npm's", () => {
    expect(text).not.toMatch(/\b(ARG|ENV|ADD)\b|token|password|curl|wget/i);
    const hosts = [...text.matchAll(/https?:\/\/([^/ ]+)/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(["deb.debian.org"]));
  });
});
