import { MODEL } from "rstdiag:embedded";
import { deepFreeze } from "../model/model.js";
import type { Answer, Request } from "./messages.js";
import { readFile } from "./read-file.js";

/** Between two messages on the progress: more of them nobody would see. */
const PROGRESS_MILLISECONDS = 100;

let isStopped = false;
let told = 0;

function tell(answer: Answer): void {
  postMessage(answer);
}

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if (data.kind === "stop") {
    isStopped = true;
    return;
  }
  const onProgress = (progress: Answer): void => {
    const now = performance.now();
    if (now - told < PROGRESS_MILLISECONDS) return;
    told = now;
    tell(progress);
  };
  void readFile(deepFreeze(MODEL), data.file, { onProgress, isStopped: () => isStopped }).then(
    tell,
  );
});
