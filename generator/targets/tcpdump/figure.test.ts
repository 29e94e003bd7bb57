import { expect, it } from "vitest";
import { extendedModel, ownModel } from "../../../test/support/models.js";
import { drawFigure } from "./figure.js";

it("draws the draft's figure 1", () => {
  expect(drawFigure(ownModel().diagnosticFormats[0]?.fields ?? [])).toEqual([
    " 0                   1                   2                   3",
    " 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|             0x33AA            |          reason-code          |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|                              pen                              |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
  ]);
});

it("draws fields that go over the end of a row, and a last row that is short", () => {
  expect(drawFigure(extendedModel().diagnosticFormats[1]?.fields ?? []).slice(2)).toEqual([
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|             0x33AB            | layout-version|    path-id    |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|                               |        the-reason-code        |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    "|                            the-pen                            |",
    "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
  ]);
  expect(drawFigure(extendedModel().diagnosticFormats[0]?.fields ?? []).slice(-2)).toEqual([
    "|   try-count   |",
    "+-+-+-+-+-+-+-+-+",
  ]);
});
