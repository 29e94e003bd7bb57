import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { contextForTest } from "../../test/support/context.js";
import { createProgress } from "./progress.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("createProgress", () => {
  it.each([
    ["standard error is no terminal", false, true],
    ["the work is short", true, false],
  ])("writes nothing where %s", (_name, isTTY, shown) => {
    const context = contextForTest({ isTTY });
    const progress = createProgress(context, { title: "Reading", total: 10, shown });
    progress.add(1);
    progress.stop();
    progress.resume();
    vi.advanceTimersByTime(1000);
    progress.stop();
    expect(context.stderr.text).toBe("");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("shows on standard error how far the work is, makes room, and ends with it", () => {
    const context = contextForTest({ isTTY: true });
    const progress = createProgress(context, { title: "Reading", total: 10, shown: true });
    expect(context.stderr.text).toContain("Reading");
    expect(context.stderr.text).toContain(" 0 %");
    progress.add(5);
    vi.advanceTimersByTime(1000);
    expect(context.stderr.text).toContain(" 50 %");
    progress.stop();
    progress.add(2);
    vi.advanceTimersByTime(1000);
    expect(context.stderr.text).not.toContain(" 70 %");
    progress.resume();
    expect(context.stderr.text).toContain(" 70 %");
    progress.stop();
    expect(context.stdout.text).toBe("");
    expect(vi.getTimerCount()).toBe(0);
  });
});
