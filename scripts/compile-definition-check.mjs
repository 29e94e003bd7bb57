// Compiles the definition's schema: the validator's compiler would take a tenth of a second at each start.
import { readFileSync, writeFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

const schema = new URL("../registry/rst-diagnostic-payload.schema.json", import.meta.url);
const ajv = new Ajv2020({ allErrors: true, code: { source: true } });
const check = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
const compiled = new URL("../build/registry/definition-check.cjs", import.meta.url);
writeFileSync(compiled, standalone.default(ajv, check));
