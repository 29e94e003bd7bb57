import { readTemplate } from "./rendering/read-template.js";
import { renderTemplate, type Target } from "./rendering/target.js";

const FOLDER = "wireshark/native";

/** The plugin in C by which Wireshark calls the Lua dissector for RST segments alone. */
export const target: Target = (_model, { version }) => [
  {
    path: `${FOLDER}/rstdiag-trigger.c`,
    content: renderTemplate(`${FOLDER}/rstdiag-trigger.c`, { version }),
  },
  ...["CMakeLists.txt", "Makefile", "README"].map((name) => ({
    path: `${FOLDER}/${name}`,
    content: readTemplate(`${FOLDER}/${name}`),
  })),
];
