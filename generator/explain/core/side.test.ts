import { expect, it } from "vitest";
import { SideState } from "./side.js";

it("a copy of a side has all that the side has", () => {
  const side = new SideState();
  // No value that a new side has.
  const other = (value: unknown) => (typeof value === "boolean" ? !value : Number(value) + 77);
  for (const [name, value] of Object.entries(side)) Object.assign(side, { [name]: other(value) });
  expect(side.copy()).toEqual(side);
});
