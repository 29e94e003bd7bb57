import type { Decoded } from "../../generator/decode/decode-capture.js";
import { readPayload } from "../../generator/decode/read-payload.js";
import { toRecord } from "../../generator/model/record.js";
import { ownModel } from "./models.js";

const model = ownModel();
const END = { address: "192.0.2.1", port: 1 };

/** What the decoder reads of a payload, as of frame `frame`; only for tests. */
export function decodedPayload(hex: string, lengthBytes = 8, frame = 1): Decoded {
  const reading = readPayload(model, { octets: Buffer.from(hex, "hex"), lengthBytes });
  if (!reading) throw new Error(`no reading of ${hex}`);
  return { reading, record: toRecord({ frame, source: END, destination: END }, reading) };
}
