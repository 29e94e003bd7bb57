import { hash } from "node:crypto";
import { posix } from "node:path";
import type { PayloadCounts } from "../model/finding.js";
import { compareNames } from "./groups.js";
import type { OpenCapture } from "./open-capture.js";

/** A capture that was counted. */
interface Counted {
  readonly name: string;
  hasFailures: boolean;
}

/**
 * Recognises captures that were counted, whatever their files are called: copies, other compression,
 * and the lines that were printed of them. Two are one if all their findings and counts are equal,
 * and a finding says when it was; without a time, many are alike, so the files must have one name.
 */
export class SameCaptures {
  readonly #whole = new Map<string, Counted>();
  readonly #findings = new Map<string, Counted>();
  readonly #payloads = new Map<string, string>();

  /** The capture that this one is, if one was counted; else this one counts from now on. */
  find(capture: OpenCapture, hasEnd: boolean): Counted | undefined {
    const { entry, hasTime, failures } = capture;
    const digest = capture.digest();
    const place = hasTime ? "" : placeOf(entry.name);
    if (!hasEnd) return hasTime ? this.#findings.get(digest) : undefined;
    const { frames, unread, segments, resets, evicted } = entry.counts;
    const counts = [frames, unread, segments, resets, evicted].join(" ");
    const key = `${digest} ${counts} ${place}`;
    const known = this.#whole.get(key);
    if (known !== undefined) return known;
    const counted = { name: entry.name, hasFailures: failures > 0 };
    this.#whole.set(key, counted);
    if (hasTime) this.#findings.set(digest, counted);
    return undefined;
  }

  /** Notes what RSTs of a capture carried that was counted by its own name or by another one. */
  notePayloads({ entry: { name, sameAs = name } }: OpenCapture, payloads: PayloadCounts): void {
    this.#payloads.set(payloadKey(name, payloads), sameAs);
  }

  /** The capture whose payloads decode has read, if it was counted. */
  findDecoded(name: string, payloads: PayloadCounts): string | undefined {
    return this.#payloads.get(payloadKey(name, payloads));
  }
}

/** Decode counts no RST without a payload, so what it has of RSTs alone is left out. */
function payloadKey(name: string, { payloads, hosts, busiestSecond }: PayloadCounts): string {
  const parts = [
    ...payloads.map(({ format, status, count }) => `${format} ${status} ${count}`),
    ...hosts.map((host) => Object.values(host).join(" ")),
  ];
  return digestOf([placeOf(name), busiestSecond, ...parts.toSorted(compareNames)].join("\n"));
}

/** A name, however its folder is written. */
function placeOf(name: string): string {
  return posix.normalize(name);
}

function digestOf(text: string): string {
  return hash("sha256", text, "base64");
}
