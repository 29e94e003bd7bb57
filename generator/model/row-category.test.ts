import { describe, expect, it } from "vitest";
import { categoryOf } from "./row-category.js";

describe("categoryOf", () => {
  it.each([
    "Unassigned",
    "unassigned",
    "UNASSIGNED",
    "Unassigned (released 2000-12-18)",
    "Unassigned (Removed 2007-04-11)",
    "\u00a0 \u00a0 \u00a0 - Unassigned (Released 18 October 2005)",
    "REMOVED/Unassigned",
    "Unassigned, reserved for extensions",
    "Unassigned; available for reject codes",
    "Unallocated - allocatable with Standards Action",
  ])("%j is unassigned", (text) => {
    expect(categoryOf(text)).toEqual({ kind: "unassigned" });
  });

  it.each([
    "Reserved",
    "RESERVED",
    "reserved",
    "(reserved)",
    "<RESERVED>..<RESERVED>",
    "Reserved to IANA",
    "Reserved by IETF",
    "Reserved (known unauthorized use without proper IANA assignment) [**]",
    "Reserved for future use",
    "RESERVED-Internet Assigned Numbers Authority",
    "This value is reserved",
    "(Unused)",
    "Not Used - reserved",
    "Reserved0",
    "Reserved, not to be used",
    "Reserved; registry closed",
    "Reserved to avoid conflicts with SSLv3",
    "Reserved (was Plaintext)",
  ])("%j is reserved", (text) => {
    expect(categoryOf(text)).toEqual({ kind: "reserved" });
  });

  it.each([
    "Reserved for Private Use",
    "Private Use",
    "Private-Use",
    "PRIVATE",
    "Reserved (Private Use)",
    "Reserved for Private/Experimental Use",
    "Reserved for Private or Experimental Use",
    "Reserved for Private and/or Experimental Use",
    "Reserved for Experimental/Private Use",
    "For private use (deprecated)",
    "For private use; reserved by [RFC6996]",
    "Available for Private Use",
    "Vendor Specific",
    "Vendor-Specific",
    "Reserved for Vendor Private Extensions",
    "Reserved for vendor use for Redirection",
  ])("%j is for private use", (text) => {
    expect(categoryOf(text)).toEqual({ kind: "private-use" });
  });

  it.each([
    "Reserved for Experimental Use",
    "Reserved for experimental and testing use",
    "Reserved (Experimental)",
    "Experimental",
    "Experimentation",
    "Use for experimentation and testing",
    "RFC3692-style Experiment 1",
    "RFC3692-style Experiment [1]",
    "EXP - RFC3692-style Experiment",
  ])("%j is for experiments", (text) => {
    expect(categoryOf(text)).toEqual({ kind: "experimental" });
  });

  it.each([
    ["ELP (TEMPORARY - registered 2026-01-06, expires 2026-01-06)", "2026-01-06"],
    ["BGP Community Container Attribute (TEMPORARY - x, expires 2025-07-28)", "2025-07-28"],
    [
      "COSE (TEMPORARY - registered 2024-11-12, extension registered 2025-10-01, expires 2026-11-12)",
      "2026-11-12",
    ],
  ])("%j is temporary until %s", (text, expires) => {
    expect(categoryOf(text)).toEqual({ kind: "temporary", expires });
  });

  it("may be temporary without an end", () => {
    const text = "ELP (temporary, registered 2026-01-06)";
    expect(categoryOf(text)).toEqual({ kind: "temporary" });
  });

  it.each([
    "",
    "Connection timeout",
    "Unassigned/unallocated number",
    "Reserved bits set in header",
    "Reservedly closed",
    "Not reserved",
    "DHCPLEASEUNASSIGNED",
    'defined in IEEE 802.15.4 ("unassigned" short address)',
    "Unreserved bandwidth",
    "LINKTYPE_RESERVED_01",
    "reserved_flag",
    "One of the field values was out of range or reserved field was non-zero",
    "Private key",
    "PrivateArk",
    "Vendor ID",
    "Vendor-Specific TLV",
    "Vendor Specific Information",
    "Experimental-Result",
    "Experimental Physics and Industrial Control System",
    "Temporary Redirect",
    "Call failed due to lack of facilities (temporary condition)",
  ])("%j is assigned", (text) => {
    expect(categoryOf(text)).toEqual({ kind: "assigned" });
  });

  it.each(["(temporary".repeat(1e5), "reserved ".repeat(1e5), " ".repeat(1e6), "(".repeat(1e6)])(
    "ends for a million characters: in a time that grew with their square it would not",
    (text) => expect(categoryOf(text)).toHaveProperty("kind"),
  );
});
