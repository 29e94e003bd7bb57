import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { Context } from "./context.js";
import { decodeFile } from "./decode.js";
import { explainFile } from "./explain.js";
import type { FileTask, FromThread, ThreadData, ToThread } from "./file-message.js";
import { writeForReport } from "./report-parts.js";
import { ThreadOutput } from "./thread-output.js";

// A thread of `forEachFile`: reads the files that it is sent, one at a time, as the command would.
const { task, terminal, ...world }: ThreadData = workerData;
let output: ThreadOutput | undefined;

function send(message: FromThread): void {
  parentPort?.postMessage(message);
}

parentPort?.on("message", (message: ToThread) => {
  if (message.kind === "printed") output?.printed(message.characters);
  else void read(message.file);
});

async function read(file: string): Promise<void> {
  const ownOutput = new ThreadOutput(send, terminal);
  output = ownOutput;
  const context: Context = {
    ...world,
    stdin: Readable.from([]),
    stdout: ownOutput.stdout,
    stderr: ownOutput.stderr,
    onRead: (octets) => send({ kind: "progress", octets }),
  };
  const isWhole = await run(task, context, file);
  context.stdout.end();
  await finished(context.stdout);
  ownOutput.flush();
  send({ kind: "end", isWhole });
}

function run(what: FileTask, context: Context, file: string): Promise<boolean> {
  const { command, model } = what;
  if (command === "explain") {
    return explainFile(context, file, { model, options: what.options, addRow: undefined });
  }
  if (command === "decode") {
    return decodeFile(context, file, { model, options: what.options, addRow: undefined });
  }
  return writeForReport(context, model, file);
}
