/** The definition's name in a registry folder. */
export const DEFINITION_FILE = "rst-diagnostic-payload.yaml";
