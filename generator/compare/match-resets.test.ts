import { describe, expect, it } from "vitest";
import { align } from "./match-resets.js";

const RULE = { difference: 10, withinSeconds: 5, resolutionSeconds: 0.1 };

describe("pairing by order and time", () => {
  it.each([
    ["one with one", [1], [11], [[0, 0]], false],
    ["the nearest of several", [1, 2, 3], [12], [[1, 0]], false],
    ["the nearest one backwards", [2], [11, 12, 13], [[0, 1]], false],
    [
      "what leaves enough for the rest",
      [1, 2],
      [12, 12.01, 12.02],
      [
        [0, 0],
        [1, 1],
      ],
      true,
    ],
    ["none that is too far away", [1], [20], [], false],
    [
      "those without a time by their order",
      [Number.NaN, 2],
      [Number.NaN, 12],
      [
        [0, 0],
        [1, 1],
      ],
      true,
    ],
    ["nothing with nothing", [], [], [], false],
  ])("takes %s", (_name, sent, received, pairs, isOpen) => {
    expect(align({ ...RULE, sent, received })).toEqual({ pairs, isOpen });
  });

  it("goes by the order alone where the clocks are not known", () => {
    const { pairs, isOpen } = align({
      ...RULE,
      difference: undefined,
      sent: [5],
      received: [1, 2],
    });
    expect({ pairs, isOpen }).toEqual({ pairs: [[0, 0]], isOpen: true });
  });
});
