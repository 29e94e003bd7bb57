/** Name of a field as a member of the record: `reason-code` becomes `reasonCode`. */
export function recordMember(fieldName: string): string {
  const [first = "", ...others] = fieldName.split("-");
  return `${first}${others.map(capitalise).join("")}`;
}

function capitalise(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
