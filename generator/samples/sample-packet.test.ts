import { describe, expect, it } from "vitest";
import { countChecksums } from "../../test/support/checksums.js";
import { openRstFinder } from "../../test/support/rst-packets.js";
import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { endsOf, ethernetFrame, ipPacket } from "./sample-packet.js";

const PAYLOAD = Buffer.from("33aa000e00000000", "hex");
const find = (octets: Uint8Array, linkType: number) => openRstFinder()({ linkType, octets });

describe.each([4, 6] as const)("over IPv%d", (version) => {
  it("is an RST segment between addresses for documentation, with its payload", () => {
    const { source, destination } = endsOf(version);
    for (const found of [
      find(ipPacket(version, PAYLOAD), LINK_TYPE.RAW),
      find(ethernetFrame(version, PAYLOAD), LINK_TYPE.ETHERNET),
    ]) {
      expect(found).toMatchObject({
        source: { address: source },
        destination: { address: destination },
        payload: PAYLOAD,
        lengthBytes: 8,
      });
    }
    expect([source, destination].join()).toMatch(
      /^192\.0\.2\..*,198\.51\.100\.|^2001:db8:.*,2001:db8:/,
    );
  });

  it("has right checksums", () => {
    const octets = Buffer.from(ethernetFrame(version, PAYLOAD));
    expect(countChecksums([{ linkType: LINK_TYPE.ETHERNET, octets }])).toEqual({
      right: version === 4 ? 2 : 1,
      wrong: 0,
    });
  });

  it("is no RST segment where other flags are given", () => {
    const packet = ipPacket(version, PAYLOAD, { flags: TCP_FLAG.FIN | TCP_FLAG.ACK });
    expect(find(packet, LINK_TYPE.RAW)).toBeUndefined();
  });
});
