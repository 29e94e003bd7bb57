import { spawn } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeFolder, ROOT } from "./support/cli.js";

type Answer = (response: ServerResponse) => void;

/** A registry that answers so when it is asked for advisories; of a package it knows one version. */
async function startRegistry(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? "").slice(1));
    const version = "1.0.0";
    const known = { name, "dist-tags": {}, versions: { [version]: { name, version } } };
    const give = request.method === "POST" ? answer : sayJson(known);
    request.resume().on("end", () => give(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function audit(registry: string, ...args: readonly string[]) {
  // Without what npm has kept of other answers.
  const env = { npm_config_registry: registry, npm_config_cache: makeFolder() };
  const child = spawn(process.execPath, [join(ROOT, "scripts/audit.mjs"), ...args], {
    env: { ...process.env, ...env, npm_config_fetch_retries: "0" },
  });
  const lines: string[] = [];
  child.stdout.on("data", (data) => lines.push(String(data)));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout: lines.join("") };
}

const sayJson =
  (content: unknown): Answer =>
  (response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(content));
  };

describe("npm run audit", () => {
  it("ends well where nothing is known", async () => {
    expect(await audit(await startRegistry(sayJson({})), "--required")).toEqual({
      status: 0,
      stdout: "0 of the packages that users get have known weaknesses\n",
    });
  });

  it("names a package that users get and that has a known weakness", async () => {
    const advisory = {
      id: 1,
      url: "https://example.org/1",
      title: "It trusts its input",
      severity: "high",
      vulnerable_versions: "*",
    };
    const registry = await startRegistry(sayJson({ saxes: [advisory], vitest: [advisory] }));
    const { status, stdout } = await audit(registry);
    expect(stdout).toMatch(/^saxes: high: It trusts its input \(https:\/\/example\.org\/1\)\n1 of/);
    expect(status).toBe(1);
  });

  it.each([
    [[], 0],
    [["--required"], 1],
  ])("says why it is left out where the registry gives no answer: %j", async (args, status) => {
    const registry = await startRegistry((response) => {
      response.writeHead(405).end();
    });
    const result = await audit(registry, ...args);
    expect(result.stdout).toMatch(/^audit skipped: .*405 Method Not Allowed/);
    expect(result.status).toBe(status);
  });
});
