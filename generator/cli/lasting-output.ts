import { Writable } from "node:stream";
import type { Output } from "./context.js";

/** An output that swallows the rest where nobody reads on, so that other work gets done. */
export class LastingOutput extends Writable implements Output {
  readonly isTTY: boolean;
  readonly #output: Output;
  #isBroken = false;

  constructor(output: Output) {
    super({ decodeStrings: false });
    this.isTTY = output.isTTY === true;
    this.#output = output;
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: () => void): void {
    if (this.#isBroken) {
      done();
      return;
    }
    this.#output.write(chunk, (error) => {
      this.#isBroken ||= error != null;
      done();
    });
  }
}
