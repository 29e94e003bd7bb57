import { expect, it } from "vitest";
import { joinLines, readWithTcpdump } from "./tcpdump-facts.js";

it("joins the lines of each frame", () => {
  const stdout = [
    "    1  IP (tos 0x0, length 48)",
    "    192.0.2.1.1 > 192.0.2.2.2: Flags [R.], length 8 [RST: code 14, pen 0]",
    "    2  IP6 (hlim 64) 2001:db8::1.1 > 2001:db8::2.2: Flags [P.], length 5: HTTP",
    "\tGET /",
    "",
  ];
  expect([...joinLines(stdout.join("\n"))]).toEqual([
    [
      1,
      "IP (tos 0x0, length 48) 192.0.2.1.1 > 192.0.2.2.2: Flags [R.], length 8 [RST: code 14, pen 0]",
    ],
    [2, "IP6 (hlim 64) 2001:db8::1.1 > 2001:db8::2.2: Flags [P.], length 5: HTTP GET /"],
  ]);
});

it("takes only the next number for the beginning of a frame", () => {
  const stdout = "    1  IP one\n    3  IP forged\n    2  IP two\n    1  IP forged\n";
  expect([...joinLines(stdout).values()]).toEqual(["IP one 3  IP forged", "IP two 1  IP forged"]);
});

it("says why it has no readings", async () => {
  expect(await readWithTcpdump("/nowhere/tcpdump", "x.pcap", 1)).toBe(
    "/nowhere/tcpdump is not installed",
  );
});
