/** A field that is below `rstdiag.` whatever the formats are. */
export interface OwnField {
  /** Of the script's variable. */
  readonly name: string;
  /** As Lua's `ProtoField` calls it. */
  readonly type: "string" | "bool" | "framenum" | "uint32";
  readonly title: string;
  readonly display: "base.UNICODE" | "base.DEC" | "base.NONE";
  readonly blurb: string;
}

/** An expert item of ours, which is a filter name too. */
interface OwnExpert {
  /** Of the script's variable. */
  readonly name: string;
  readonly title: string;
  readonly group: "MALFORMED" | "UNDECODED" | "RESPONSE_CODE" | "SEQUENCE";
  readonly severity: "WARN" | "NOTE" | "CHAT";
}

/** The fields that say what a payload means and what is around its segment. */
export const OWN_FIELDS: readonly OwnField[] = [
  {
    name: "reason",
    type: "string",
    title: "Reason",
    display: "base.UNICODE",
    blurb: "The cause in the registry's words, or in those of a known text",
  },
  {
    name: "organisation",
    type: "string",
    title: "Organisation",
    display: "base.UNICODE",
    blurb: "Who has the private enterprise number",
  },
  {
    name: "registry",
    type: "string",
    title: "Registry",
    display: "base.UNICODE",
    blurb: "The registry that the reason code is from",
  },
  {
    name: "reference",
    type: "string",
    title: "Reference",
    display: "base.UNICODE",
    blurb: "The specification of the cause",
  },
  {
    name: "revision",
    type: "string",
    title: "Registry revision",
    display: "base.UNICODE",
    blurb: "The revision of the registry that gives the cause",
  },
  {
    name: "other_reading",
    type: "string",
    title: "Other reading",
    display: "base.UNICODE",
    blurb: "What the code says in another revision: the payload does not tell which it is",
  },
  {
    name: "origin",
    type: "string",
    title: "Origin",
    display: "base.UNICODE",
    blurb: "Who may send the cause: an endpoint, a service-function on the way, or any of both",
  },
  {
    name: "source",
    type: "string",
    title: "Source",
    display: "base.UNICODE",
    blurb: "What states the reason: the payload, or something else that Wireshark decodes itself",
  },
  {
    name: "quoted",
    type: "bool",
    title: "Quoted in an ICMP error",
    display: "base.NONE",
    blurb: "The segment did not arrive: an ICMP error brings it back",
  },
  {
    name: "pair",
    type: "framenum",
    title: "RST segment beside it",
    display: "base.NONE",
    blurb: "The RST segment that was sent beside this one, one of them without a payload",
  },
  {
    name: "unacked",
    type: "uint32",
    title: "Octets not acknowledged",
    display: "base.DEC",
    blurb: "Sent before the RST segment by its sender, and not yet acknowledged in this capture",
  },
  {
    name: "format",
    type: "string",
    title: "Format",
    display: "base.UNICODE",
    blurb: "How the payload carries its reason",
  },
  {
    name: "pattern",
    type: "string",
    title: "Pattern",
    display: "base.UNICODE",
    blurb: "How known software writes its causes into a text",
  },
  {
    name: "standing",
    type: "string",
    title: "Standing",
    display: "base.UNICODE",
    blurb:
      "specified, historic (by an older revision), or a guess: only its shape speaks for the format",
  },
  {
    name: "status",
    type: "string",
    title: "Status",
    display: "base.UNICODE",
    blurb: "valid, malformed (receivers ignore it) or truncated (by the snapshot length)",
  },
];

/** The remarks on a payload or its segment. */
export const OWN_EXPERTS: readonly OwnExpert[] = [
  {
    name: "malformed",
    title: "Malformed RST diagnostic payload",
    group: "MALFORMED",
    severity: "WARN",
  },
  {
    name: "truncated",
    title: "Payload cut by the snapshot length",
    group: "UNDECODED",
    severity: "NOTE",
  },
  { name: "unknown_code", title: "Unknown reason code", group: "RESPONSE_CODE", severity: "NOTE" },
  { name: "unknown_vendor", title: "Unknown vendor", group: "RESPONSE_CODE", severity: "CHAT" },
  { name: "lost", title: "The receiver may lose octets", group: "SEQUENCE", severity: "NOTE" },
];
