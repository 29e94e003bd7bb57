import type { Model } from "../model/model.js";
import { provenanceLines } from "../model/provenance.js";
import { commentBody } from "./c-header/c-lines.js";
import { openNames } from "./c-header/c-names.js";
import { formatView } from "./c-header/format-view.js";
import { nameRegistries, registryView } from "./c-header/registry-view.js";
import { SOCKET_API_SECTION, SOCKET_NUMBERS, SOCKET_STRUCT } from "./c-header/socket-api.js";
import { cComment } from "./text/c-text.js";
import { alignColumns } from "./text/columns.js";
import type { Target } from "./text/target.js";
import { renderTemplate } from "./text/template.js";

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
    specification: cComment(model.specification),
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
