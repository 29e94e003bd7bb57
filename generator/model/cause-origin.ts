/** Who may send a cause: an endpoint of the connection, a box on its way, or either. */
export const ORIGINS = ["endpoint", "service-function", "any"] as const;

export type Origin = (typeof ORIGINS)[number];

/** The origin of this name; undefined for any other text. */
export function findOrigin(text: string): Origin | undefined {
  return ORIGINS.find((origin) => origin === text);
}
