import { describe, expect, it } from "vitest";
import { parseRstText } from "./rst-text.js";

const IPV4 =
  "IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto TCP (6), length 48) 192.0.2.1.39829 > 192.168.0.1.80: ";
const SEGMENT = "Flags [R.], cksum 0x0000 (incorrect -> 0x5d7e), seq 1:9, ack 1, win 0, ";
const code14 = { kind: "stated", reasonCode: 14, pen: 0, numbers: {}, invalid: false };

describe("parseRstText", () => {
  it.each([
    ["[RST: code 14, pen 0]", code14],
    ["[RST: code 1234, pen 32473]", { ...code14, reasonCode: 1234, pen: 32473 }],
    ["[RST: code 0, pen 0 (invalid)]", { ...code14, reasonCode: 0, invalid: true }],
    ["[RST: code 14, pen 0, try-count 3]", { ...code14, numbers: { "try-count": 3 } }],
    [
      "[RST: code 0, pen 7, a 1, b 2 (invalid)]",
      { kind: "stated", reasonCode: 0, pen: 7, numbers: { a: 1, b: 2 }, invalid: true },
    ],
    ["[RST: Connection timeout]", { kind: "stated", reason: "Connection timeout", invalid: false }],
    ["[RST: Reserved (invalid)]", { kind: "stated", reason: "Reserved", invalid: true }],
    ["[RST: Connection timeout (code 14, pen 0)]", { ...code14, reason: "Connection timeout" }],
    [
      "[RST: Reserved (code 0, pen 0), level 4 (invalid)]",
      {
        kind: "stated",
        reason: "Reserved",
        reasonCode: 0,
        pen: 0,
        numbers: { level: 4 },
        invalid: true,
      },
    ],
    [
      "[RST: length 12 != 8 (invalid)]",
      { kind: "wrong-length", lengthBytes: 12, expectedBytes: 8, truncated: false },
    ],
    [
      "[RST: length 12 != 8 (invalid)] [|tcp]",
      { kind: "wrong-length", lengthBytes: 12, expectedBytes: 8, truncated: true },
    ],
    [
      "[RST+: length 40 != 8 (invalid)]",
      { kind: "wrong-length", lengthBytes: 40, expectedBytes: 8, truncated: false },
    ],
    [
      "[RST: length 12 != 8 (invalid) [|tcp]",
      { kind: "wrong-length", lengthBytes: 12, expectedBytes: 8, truncated: true },
    ],
    ["[RST:  [|tcp]", { kind: "truncated" }],
    [
      "[RST: linux-reason 14]",
      { kind: "shape", name: "linux-reason", value: 14, truncated: false },
    ],
    [
      "[RST: linux-reason 14 [|tcp]",
      { kind: "shape", name: "linux-reason", value: 14, truncated: true },
    ],
    ["[RST: linux-reason x]", { kind: "unreadable", text: "linux-reason x]" }],
    ["[RST: code 14, pen]", { kind: "unreadable", text: "code 14, pen]" }],
  ])("reads what the patch prints: %s", (text, expected) => {
    expect(parseRstText(`${IPV4}${SEGMENT}length 8 ${text}`)).toEqual(expected);
  });

  it.each([
    "[RST go away!]",
    "[RST+ ^N^@^@]",
    "[!RST+ by]",
    "[RST a b]^J 9  IP x]",
    "[RST  [|tcp]",
    "[RST , length 8 [RST: code 9, pen 0]",
    "[RST : code 9, pen 0]",
    "[RST ] [RST: code 9, pen 0]",
    "[!RST [RST:  [|tcp]",
  ])("finds no reason in a text, whatever it imitates: %s", (printed) => {
    expect(parseRstText(`${IPV4}${SEGMENT}length 30 ${printed}`)).toBeUndefined();
  });

  it.each([
    ["no payload", `${IPV4}${SEGMENT}length 0`],
    [
      "another protocol's text",
      `${IPV4}SYSLOG, length: 54 Msg: 1 > 2: ${SEGMENT}length 8 [RST: code 9, pen 0]`,
    ],
    [
      "HTTP text",
      `${IPV4}Flags [P.], seq 0:38, length 38: HTTP GET /, length 8 [RST: code 9, pen 0]`,
    ],
    ["a header cut short", `${IPV4} [|tcp]`],
    ["an empty line", ""],
  ])("finds nothing in %s", (_name, line) => {
    expect(parseRstText(line)).toBeUndefined();
  });

  it.each([
    ["options", `${IPV4}${SEGMENT}options [nop,nop,TS val 1 ecr 2], `],
    [
      "IPv4 options",
      `IP (tos 0x0, length 56, options (RR 1.2.3.4,EOL)) 192.0.2.1.1 > 192.0.2.2.2: ${SEGMENT}`,
    ],
    [
      "IPv6",
      `IP6 (hlim 64, next-header TCP (6) payload length: 28) 2001:db8::1.1 > 2001:db8::2.2: ${SEGMENT}`,
    ],
    [
      "extension headers",
      `IP6 (hlim 64, next-header Options (0) payload length: 44) 2001:db8::1 > 2001:db8::2: HBH (padn) DSTOPT (padn) 1 > 2: ${SEGMENT}`,
    ],
    [
      "a fragment header",
      `IP6 (hlim 64, next-header Fragment (44) payload length: 36) 2001:db8::1 > 2001:db8::2: frag (0x00000001:0|28) 1 > 2: ${SEGMENT}`,
    ],
    [
      "IP in IP",
      `IP (tos 0x0, proto IPIP (4), length 68) 192.0.2.1 > 192.168.0.1: ${IPV4}${SEGMENT}`,
    ],
    [
      "a length beyond the frame (4.99.3)",
      `IP truncated-ip - 152 bytes missing! (tos 0x0, length 200) 192.0.2.1.1 > 192.0.2.2.2: ${SEGMENT}`,
    ],
    [
      "a length beyond the frame (4.99.6)",
      `IP [total length 200 > length 48] (invalid) (tos 0x0, length 200) 192.0.2.1.1 > 192.0.2.2.2: ${SEGMENT}`,
    ],
    ["a link type that names its interface", `eth0  In  ${IPV4}${SEGMENT}`],
  ])("finds the segment behind %s", (_name, start) => {
    expect(parseRstText(`${start}length 8 [RST: code 14, pen 0]`)).toEqual(code14);
  });
});
