import type { OnFrame } from "./frame.js";
import { RecordLoop } from "./record-loop.js";

/**
 * Reads a pcap or pcapng file from chunks of any size, and calls `onFrame` for each packet.
 * `onProgress` gets the octets read so far after each chunk.
 * Rejects with `CaptureError` where the file is damaged, cut off or no capture, after all frames
 * before that place were delivered. Holds one record at most (16 MiB), never the file.
 */
export async function readCapture(
  chunks: AsyncIterable<Uint8Array>,
  onFrame: OnFrame,
  onProgress?: (octetsRead: number) => void,
): Promise<void> {
  const loop = new RecordLoop(onFrame);
  let octetsRead = 0;
  for await (const chunk of chunks) {
    loop.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    octetsRead += chunk.byteLength;
    onProgress?.(octetsRead);
  }
  loop.end();
}
