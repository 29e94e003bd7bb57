import { Annotation, type AnnotationCounts, type CommentsByFrame } from "./annotation.js";
import type { PcapVariant } from "./pcap.js";
import { PcapCopier } from "./pcap-copier.js";
import { PcapngCopier } from "./pcapng-copier.js";
import { chooseReader } from "./read-capture.js";
import { RecordLoop } from "./record-loop.js";

/**
 * Copies a capture to pcapng and adds packet comments (opt_comment), each chunk as octets of its own.
 * All blocks of a pcapng file stay as they are, but for packet blocks that get comments and section
 * lengths that would be wrong; a pcap file becomes one section with one interface. Rejects with
 * `CaptureError` where the capture cannot be read on, after the copy of what is before that place.
 */
export async function* annotateCapture(
  chunks: AsyncIterable<Uint8Array>,
  comments: CommentsByFrame,
  counts: AnnotationCounts,
): AsyncGenerator<Buffer, void> {
  const annotation = new Annotation(comments, counts);
  const formats = {
    pcap: (variant: PcapVariant) => new PcapCopier(variant, annotation),
    pcapng: () => new PcapngCopier(annotation),
  };
  const loop = new RecordLoop((octets) => chooseReader(octets, formats));
  for await (const chunk of chunks) {
    try {
      loop.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    } finally {
      yield annotation.output.take();
    }
  }
  loop.end();
}
