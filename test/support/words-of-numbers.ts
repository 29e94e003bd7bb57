import { formatNumbers, nameOfValue, VALUE_STRINGS } from "../../generator/model/value-strings.js";
import { ownModel } from "./models.js";

const WORDS = new Map(
  Object.entries({ ...VALUE_STRINGS, format: formatNumbers(ownModel()) }).map(([name, values]) => [
    `rstdiag.${name}`,
    values,
  ]),
);

/** What `tshark -T fields` prints of a field, with the words of its numbers; only for tests. */
export function spellOut(field: string, cell: string): string {
  const values = WORDS.get(field);
  if (!values) return cell;
  return cell
    .split(",")
    .map((one) => nameOfValue(values, one))
    .join(",");
}
