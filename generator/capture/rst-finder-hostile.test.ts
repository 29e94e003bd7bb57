import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  IPV4_ENDS,
  IPV6_ENDS,
  rstOverIpv4,
  rstOverIpv6,
  rstSegment,
} from "../../test/support/rst-packets.js";
import { buildIpv4Fragments, buildIpv6Fragments, paddingHeader } from "../samples/build-ip.js";
import { buildEthernet, buildLoop, buildNull, buildSll, buildSll2 } from "../samples/build-link.js";
import { LINK_TYPE } from "./protocol-numbers.js";
import { createRstFinder } from "./rst-finder.js";

const LINK_TYPES = Object.values(LINK_TYPE);
const V4 = rstOverIpv4({ options: Uint8Array.of(7, 4, 4, 0) });
const V6 = rstOverIpv6({ extensionHeaders: [paddingHeader(0), paddingHeader(60)] });
const PACKETS: readonly (readonly [linkType: number, octets: Uint8Array])[] = [
  [LINK_TYPE.ETHERNET, buildEthernet({ payload: V4, vlanTags: [{ id: 1 }, { id: 2 }] })],
  [LINK_TYPE.ETHERNET, buildEthernet({ payload: V6 })],
  [LINK_TYPE.LINUX_SLL, buildSll(V4)],
  [LINK_TYPE.LINUX_SLL2, buildSll2(V6)],
  [LINK_TYPE.NULL, buildNull(V6, "little")],
  [LINK_TYPE.LOOP, buildLoop(V4)],
  [LINK_TYPE.RAW, V6],
  ...buildIpv4Fragments({ ...IPV4_ENDS, payload: rstSegment(IPV4_ENDS) }, 16).map(
    (fragment) => [LINK_TYPE.IPV4, fragment] as const,
  ),
  ...buildIpv6Fragments(
    { ...IPV6_ENDS, payload: rstSegment(IPV6_ENDS) },
    { identification: 1, sizeBytes: 8 },
  ).map((fragment) => [LINK_TYPE.IPV6, fragment] as const),
];

function expectSound(frames: readonly (readonly [linkType: number, octets: Uint8Array])[]): void {
  const find = createRstFinder();
  for (const [linkType, octets] of frames) {
    const found = find({ linkType, octets: Buffer.from(octets), originalLength: octets.length });
    if (found === undefined) continue;
    expect(found.lengthBytes).toBeGreaterThanOrEqual(found.payload.length);
    expect(found.lengthBytes).toBeLessThanOrEqual(65_535);
  }
}

describe("the finder never throws", () => {
  it.each(LINK_TYPES)("on random octets of link type %i", (linkType) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 120 })), (many) => {
        expectSound(many.map((octets) => [linkType, octets] as const));
      }),
    );
  });

  it("on valid packets, cut everywhere", () => {
    for (const [linkType, octets] of PACKETS) {
      for (let length = 0; length <= octets.length; length += 1) {
        expectSound([[linkType, octets.subarray(0, length)]]);
      }
    }
  });

  it("on valid packets with any octets changed and cut anywhere", () => {
    const change = fc.record({ at: fc.nat(), octet: fc.nat(255) });
    const mutation = fc.record({
      packet: fc.constantFrom(...PACKETS),
      changes: fc.array(change, { maxLength: 4 }),
      length: fc.nat(160),
    });
    const mutate = ({
      packet: [linkType, octets],
      changes,
      length,
    }: MutationOf<typeof mutation>) => {
      const changed = Uint8Array.from(octets);
      for (const { at, octet } of changes) changed[at % changed.length] = octet;
      return [linkType, changed.subarray(0, length)] as const;
    };
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 30 }), (mutations) => {
        expectSound(mutations.map(mutate));
      }),
      { numRuns: 1000 },
    );
  });
});

type MutationOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
