/** Freezes a value with all that is in it, the values of maps among them. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  if (value instanceof Map) for (const member of value.values()) deepFreeze(member);
  return value;
}
