import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../generator/model/model.js";
import { editDefinition, isDiagnostic, modelOf, registryXml } from "./models.js";

/** A further number: only its meaning gets into some outputs. */
const EXTRA = { name: "extra", kind: "number", bits: 8, section: "4.1" } as const;

/** A Model whose texts from outside are all `text`; only for tests. */
export function hostileModel(text: string): Model {
  return modelOf((folder) => {
    // Without IANA's words, those of the vendor are shown.
    editDefinition(folder, ({ "enterprise-numbers": _excerpt, ...data }) => ({
      ...data,
      title: text,
      formats: data.formats.map((format) => ({
        ...format,
        title: text,
        fields: format.fields.map((field) => ({ ...field, meaning: text })),
        ...(format.patterns && {
          patterns: format.patterns.map((pattern) => ({ ...pattern, title: text })),
        }),
        ...(isDiagnostic(format) && {
          length: { ...format.length, octets: format.length.octets + 1 },
          fields: [...format.fields, EXTRA].map((field) => ({ ...field, meaning: text })),
          examples: (format.examples ?? []).map((example) => ({
            ...example,
            octets: `${example.octets} 00`,
            title: text,
          })),
        }),
      })),
    }));
    const xml = (id: string) =>
      registryXml({
        id,
        title: text,
        note: text,
        organisation: text,
        group: "timeout",
        rows: [
          [0, "Reserved", text],
          [1, text, text],
          [1234, `${text} again`, ""],
        ],
      });
    writeFileSync(join(folder, "tcp-failure-causes.draft-02.xml"), xml("tcp-failure-causes"));
    writeFileSync(join(folder, "vendors/32473.xml"), xml("example-enterprise-reset-reasons"));
  });
}
