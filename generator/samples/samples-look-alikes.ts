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
  overIpv4,
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
  ].filter(({ begin }) => !beginsWithMagic(model, begin));
  const first = segment(4, payload, { options: Buffer.alloc(4, 1) }).subarray(0, 24);
  const fragment = { ...endsOf(4), payload: first, identification: 7, moreFragments: true };
  return [
    {
      sentence: "The octets of a diagnostic payload in a segment with PSH and ACK, but no RST",
      octets: ethernetFrame(4, payload, { flags: TCP_FLAG.PSH | TCP_FLAG.ACK }),
    },
    {
      sentence: "The octets of a diagnostic payload in a segment with FIN and ACK, over IPv6",
      octets: ethernetFrame(6, payload, { flags: TCP_FLAG.FIN | TCP_FLAG.ACK }),
    },
    overIpv4("An RST segment without payload", EMPTY),
    { sentence: "An RST segment without payload, over IPv6", octets: ethernetFrame(6, EMPTY) },
    {
      sentence: "An RST segment without payload, and the octets of one as Ethernet trailer",
      octets: buildEthernet({ payload: Buffer.concat([ipPacket(4, EMPTY), payload]) }),
    },
    ...wrongBeginnings.map(({ sentence, begin }) => overIpv4(sentence, begin, expectOpaque(model))),
    overIpv4(
      "The first octet of the magic number alone",
      payload.subarray(0, 1),
      expectOpaque(model),
    ),
    {
      sentence: "The first fragment of an RST segment, its payload in another that is not there",
      octets: buildEthernet({ payload: buildIpv4(fragment) }),
    },
  ];
}

function texts(model: Model): readonly SamplePacket[] {
  const forged = ", length 8 [RST: code 9, pen 0";
  return ["Connection refused", "3 strikes", "Not now!", forged]
    .filter((text) => !beginsWithMagic(model, Buffer.from(text)))
    .map((text) => {
      const what = `Plain text of ${text.length} octets`;
      const sentence = `${what} in an RST segment (RFC 1122, section 4.2.2.12)`;
      return overIpv4(sentence, Buffer.from(text), expectText(model, text));
    });
}

/** MP_TCPRST, flag T, reason 1 (RFC 8684, section 3.6). */
function mptcp(): SamplePacket {
  return {
    sentence: "An RST segment without payload whose MPTCP option states a reason",
    octets: ethernetFrame(4, EMPTY, { options: Buffer.of(30, 4, 0x81, 1) }),
  };
}
