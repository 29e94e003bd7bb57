import type { Model } from "../model/model.js";
import { codeValues, encodePayload } from "../model/payload.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { buildIpv4 } from "./build-ip.js";
import { buildEthernet } from "./build-link.js";
import { expectOpaque, expectText } from "./expectation.js";
import {
  beginsWithMagic,
  endsOf,
  ethernetFrame,
  ipPacket,
  type SamplePacket,
  segment,
} from "./sample-packet.js";

const EMPTY = new Uint8Array();

/** Packets that nearly are diagnostic payloads: in none of them one must be seen. */
export function lookAlikes(model: Model): readonly SamplePacket[] {
  const misses = model.diagnosticFormats.flatMap((format) =>
    nearMisses(encodePayload(format, codeValues(format, 14, 0)), model),
  );
  return [...misses, ...texts(model), mptcp()];
}

function nearMisses(payload: Uint8Array, model: Model): readonly SamplePacket[] {
  const swapped = Buffer.from(payload);
  swapped.subarray(0, 2).swap16();
  const late = Buffer.concat([Buffer.of(0), payload.subarray(0, -1)]);
  const wrongBeginnings = [
    { sentence: "The octets of the magic number swapped", begin: swapped },
    { sentence: "The magic number one octet late", begin: late },
  ];
  const padded = Buffer.concat([ipPacket(4, EMPTY), payload]);
  const first = { ...endsOf(4), identification: 7, moreFragments: true };
  return [
    {
      sentence: "The octets of a diagnostic payload in a segment with PSH and ACK, but no RST",
      octets: ethernetFrame(4, payload, { flags: TCP_FLAG.PSH | TCP_FLAG.ACK }),
    },
    {
      sentence: "The octets of a diagnostic payload in a segment with FIN and ACK, over IPv6",
      octets: ethernetFrame(6, payload, { flags: TCP_FLAG.FIN | TCP_FLAG.ACK }),
    },
    { sentence: "An RST segment without payload", octets: ethernetFrame(4, EMPTY) },
    { sentence: "An RST segment without payload, over IPv6", octets: ethernetFrame(6, EMPTY) },
    {
      sentence: "An RST segment without payload, and the octets of one as Ethernet trailer",
      octets: buildEthernet({ payload: padded }),
    },
    ...wrongBeginnings
      .filter(({ begin }) => !beginsWithMagic(model, begin))
      .map(({ sentence, begin }) => ({
        sentence,
        ...expectOpaque(model),
        octets: ethernetFrame(4, begin),
      })),
    {
      sentence: "The first octet of the magic number alone",
      ...expectOpaque(model),
      octets: ethernetFrame(4, payload.subarray(0, 1)),
    },
    {
      sentence: "The first fragment of an RST segment, its payload in another that is not there",
      octets: buildEthernet({
        payload: buildIpv4({
          ...first,
          payload: segment(4, payload, { options: Buffer.alloc(4, 1) }).subarray(0, 24),
        }),
      }),
    },
  ];
}

function texts(model: Model): readonly SamplePacket[] {
  const forged = ", length 8 [RST: code 9, pen 0";
  return ["Connection refused", "3 strikes", "Not now!", forged]
    .map((text) => Buffer.from(text, "ascii"))
    .filter((text) => !beginsWithMagic(model, text))
    .map((text) => ({
      sentence: `Plain text of ${text.length} octets in an RST segment (RFC 1122, section 4.2.2.12)`,
      ...expectText(model, text.toString("ascii")),
      octets: ethernetFrame(4, text),
    }));
}

/** MP_TCPRST, flag T, reason 1 (RFC 8684, section 3.6). */
function mptcp(): SamplePacket {
  return {
    sentence: "An RST segment without payload whose MPTCP option states a reason",
    octets: ethernetFrame(4, EMPTY, { options: Buffer.of(30, 4, 0x81, 1) }),
  };
}
