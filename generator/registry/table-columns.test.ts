import { describe, expect, it } from "vitest";
import { findColumns } from "./draft-table.js";

const place = { path: "x.md", line: 1, column: 1 };

function find(headings: string) {
  const cells = headings.split("|").map((text) => ({ text, place, isMarked: false }));
  return findColumns({ place, cells });
}

describe("findColumns", () => {
  it.each([
    ["Value|Description|Specification (if available)", { value: 0, description: 1, reference: 2 }],
    ["Code|Meaning|Reference", { value: 0, description: 1, reference: 2 }],
    ["Number|Name|Section", { value: 0, description: 1, reference: 2 }],
    ["reference|DESCRIPTION| value ", { value: 2, description: 1, reference: 0 }],
    ["Type Value|Frame Type Name|Definition|Pkts", { value: 0, description: 1, reference: 2 }],
    ["Value|Code|Description|Specification", { value: 0, description: 2, reference: 3 }],
    ["Value|Parameter Name|Specification", { value: 0, description: 1, reference: 2 }],
    ["Reason Code|Cause", { value: 0, description: 1 }],
    ["Msb0|Msb1|Variant|Description", { description: 3 }],
    ["Value|Value|Name", { value: 0, description: 2 }],
    ["Encoded|Described", {}],
    ["", {}],
  ])("%s", (headings, columns) => {
    expect(find(headings)).toEqual(columns);
  });
});
