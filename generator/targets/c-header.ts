import { alignColumns } from "../model/columns.js";
import { type Model, provenanceLines } from "../model/model.js";
import { commentBody, openNames } from "./c-header/c-names.js";
import { formatView, nameRegistries, registryView } from "./c-header/registry-view.js";
import { cComment } from "./rendering/escape.js";
import { readTemplate, renderTemplate, type Target } from "./rendering/target.js";

/** The section of the specification that these are from; it is informative. */
export const SOCKET_API_SECTION = "7";

/** A number that the specification names and does not assign. */
export interface SocketNumber {
  readonly name: string;
  /** What takes it, and how. */
  readonly use: string;
  readonly meaning: string;
}

export const SOCKET_NUMBERS: readonly SocketNumber[] = [
  {
    name: "TCP_RST_REASON_ENABLE",
    use: "option of IPPROTO_TCP, uint32_t, set",
    meaning:
      "The PEN of the reasons to send: 0 for those of IANA; 0xFFFFFFFF, the default, to send none.",
  },
  {
    name: "TCP_RST_REASON_CODE",
    use: "option of IPPROTO_TCP, struct tcp_rst_reason, set and get",
    meaning:
      "Set: the code and PEN that close() sends; a code with PEN 0 is an error, 0 and 0 send none. Get: those that were received.",
  },
  {
    name: "TCP_RR_RST_ON_CLOSE",
    use: "flag of trr_flags, set",
    meaning: "close() sends an RST segment, as it does where it lingers for 0 seconds.",
  },
];

/** The type of the option's value, as the specification declares it; all in host byte order. */
export const SOCKET_STRUCT = {
  name: "tcp_rst_reason",
  members: [
    { type: "uint16_t", name: "trr_flags", meaning: "0 from getsockopt()" },
    { type: "uint16_t", name: "trr_code", meaning: "reason code" },
    { type: "uint32_t", name: "trr_pen", meaning: "private enterprise number" },
  ],
} as const;

/** Constants that the template itself has. */
const OWN_NAMES = [
  "TCP_FAILURE_CAUSES_H",
  "TCP_RST_SOCKET_API",
  "TCP_RST_SOCKET_API_H",
  "TCP_RST_NONE",
  "TCP_RST_VALID",
  "TCP_RST_MALFORMED",
];

/** The registries, formats and socket options for who implements them, in C99 and C++. */
export const target: Target = (model) => {
  const names = openNames([...OWN_NAMES, ...SOCKET_NUMBERS.map(({ name }) => name)]);
  const registries = nameRegistries(model, names);
  const formats = model.diagnosticFormats.map((format) =>
    formatView(format, { model, names, registries }),
  );
  const view = {
    title: commentBody(`${model.title}: reason codes, octets and socket options`),
    header: provenanceLines(model).map((line) => ` * ${cComment(line)}`),
    common: readTemplate("c-header/common.h").trimEnd(),
    registries: registries.map((registry) => registryView(registry, names)),
    formats,
    socket: socketView(model),
  };
  return [
    {
      path: "include/tcp_failure_causes.h",
      content: renderTemplate("c-header/tcp_failure_causes.h", view),
    },
  ];
};

function socketView({ specification }: Model) {
  return {
    comment: commentBody(
      `The socket options of section ${SOCKET_API_SECTION} of ${specification}.`,
    ),
    numbers: SOCKET_NUMBERS.map(({ name, use, meaning }) => ({
      name,
      comment: [...commentBody(`${name}: ${use}`), ...commentBody(meaning)],
    })),
    struct: SOCKET_STRUCT.name,
    members: alignColumns(
      SOCKET_STRUCT.members.map(({ type, name, meaning }) => [
        type,
        `${name};`,
        `/* ${meaning} */`,
      ]),
    ),
  };
}
