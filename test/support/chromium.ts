import { type Browser, chromium } from "playwright-core";
import { IS_ROOT } from "./tools.js";

/** Debian's Chromium, without a window. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    // Chromium's sandbox does not work for root.
    args: IS_ROOT ? ["--no-sandbox"] : [],
    // Without it, Chromium finds no file whose name is not ASCII.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
}
