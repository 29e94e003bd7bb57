import { provenanceLines } from "../model/model.js";
import { commentBody, openNames } from "./c-header/c-names.js";
import { formatView, nameRegistries, registryView } from "./c-header/registry-view.js";
import { cComment } from "./rendering/escape.js";
import { readTemplate } from "./rendering/read-template.js";
import { renderTemplate, type Target } from "./rendering/target.js";

/** The socket options are in this section of the specification, which is informative. */
const SOCKET_API_SECTION = "7";

/** Names that the template itself has. */
const OWN_NAMES = [
  "TCP_FAILURE_CAUSES_H",
  "TCP_RST_SOCKET_API",
  "TCP_RST_SOCKET_API_H",
  "TCP_RST_NONE",
  "TCP_RST_VALID",
  "TCP_RST_MALFORMED",
  "TCP_RST_REASON_ENABLE",
  "TCP_RST_REASON_CODE",
  "TCP_RR_RST_ON_CLOSE",
];

/** The registries, formats and socket options for who implements them, in C99 and C++. */
export const target: Target = (model) => {
  const claim = openNames(OWN_NAMES);
  const registries = nameRegistries(model, claim);
  const formats = model.diagnosticFormats.map((format) =>
    formatView(model, format, registries, claim),
  );
  const socket = `The socket options of section ${SOCKET_API_SECTION} of ${model.specification}.`;
  const view = {
    title: commentBody(`${model.title}: reason codes, octets and socket options`),
    header: provenanceLines(model).map((line) => ` * ${cComment(line)}`),
    common: readTemplate("c-header/common.h").trimEnd(),
    registries: registries.map((registry) => registryView(registry, claim)),
    formats,
    socketComment: commentBody(socket),
  };
  const content = renderTemplate("c-header/tcp_failure_causes.h", view);
  return [{ path: "include/tcp_failure_causes.h", content }];
};
