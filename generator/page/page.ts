import { REVISION, SPECIFICATION, VERSION } from "rstdiag:embedded";
import { showUnprintable } from "../model/text.js";
import { drawResult, find, make } from "./draw-result.js";
import type { Answer, Progress, Request, Result } from "./messages.js";

/** A reader that answers no more is ended without its consent. */
const PATIENCE_MILLISECONDS = 3000;

const chosen = find("#file", HTMLInputElement);
const state = find("#state", HTMLElement);
const bar = find("#bar", HTMLProgressElement);
const stop = find("#stop", HTMLButtonElement);
const running = find("#running", HTMLElement);
const result = find("#result", HTMLElement);

/**
 * The reading that is going on. It has a thread of its own, so that the page scrolls and answers
 * while a large capture is read: the source lies in this page, for nothing may be loaded.
 */
let current: { readonly worker: Worker; readonly file: File } | undefined;

function startWorker(): Worker {
  const source = find("#worker", HTMLScriptElement).text;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return new Worker(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function readFirst(files: ArrayLike<File> | null | undefined): void {
  const [file, ...others] = Array.from(files ?? []);
  if (file === undefined) return;
  read(file);
  if (others.length > 0) say(`Reading ${file.name} alone: one capture at a time`);
}

function read(file: File): void {
  current?.worker.terminate();
  result.replaceChildren();
  const worker = startWorker();
  current = { worker, file };
  running.hidden = false;
  stop.disabled = false;
  bar.removeAttribute("value");
  say(`Reading ${file.name}`);
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
    if (data.kind === "progress") showProgress(file, data);
    else showResult(file, data);
  });
  worker.addEventListener("error", ({ message }) => {
    end();
    say("");
    result.replaceChildren(
      make("p", { class: "but", role: "alert" }, `Problem: this page has a mistake: ${message}`),
    );
  });
  ask({ kind: "read", file });
}

function ask(request: Request): void {
  current?.worker.postMessage(request);
}

function end(): void {
  current?.worker.terminate();
  current = undefined;
  running.hidden = true;
}

function say(text: string): void {
  state.textContent = showUnprintable(text);
}

function showProgress({ name, size }: File, { octets, counts }: Progress): void {
  bar.max = Math.max(1, size);
  bar.value = octets;
  const percent = Math.floor((100 * octets) / Math.max(1, size));
  find("#progress", HTMLElement).textContent = `${percent} %: ${counts}`;
  bar.setAttribute("aria-label", `Read of ${showUnprintable(name)}`);
}

function showResult({ name }: File, shown: Result): void {
  end();
  result.replaceChildren(...drawResult(name, shown));
  const what = shown.problem === undefined ? "Done" : "Ended early";
  say(`${what}: ${shown.counts}`);
}

chosen.addEventListener("change", () => {
  readFirst(chosen.files);
  // The same file may be chosen again, when it has grown.
  chosen.value = "";
});

stop.addEventListener("click", () => {
  stop.disabled = true;
  const stopped = current;
  ask({ kind: "stop" });
  setTimeout(() => {
    if (current === undefined || current !== stopped) return;
    end();
    say("Stopped.");
  }, PATIENCE_MILLISECONDS);
});

for (const name of ["dragenter", "dragover", "dragleave", "drop"] as const) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", name === "dragenter" || name === "dragover");
    if (name === "drop") readFirst(event.dataTransfer?.files);
  });
}

find("#version", HTMLElement).textContent =
  `rstdiag ${VERSION}, according to ${SPECIFICATION}, revision ${REVISION}.`;
find("#choose", HTMLElement).hidden = false;
