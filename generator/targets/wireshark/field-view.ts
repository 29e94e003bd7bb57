import type { Model } from "../../model/model.js";
import { luaString } from "../text/escape.js";
import { fieldList, type PayloadField } from "./field-list.js";
import { OWN_EXPERTS, OWN_FIELDS, type OwnField } from "./own-fields.js";

/** What the template needs to register the fields and expert items, each text as Lua. */
export function fieldViews(model: Model) {
  return {
    fields: fieldList(model).map((field) => ({
      ...protoField(field, textsOf(field)),
      filter: luaString(field.filter),
    })),
    ownFields: OWN_FIELDS.map((field) => ({
      ...protoField(field, "nil"),
      name: field.name,
      filter: luaString(`rstdiag.${field.name}`),
    })),
    ownExperts: OWN_EXPERTS.map((expert) => ({
      ...expert,
      filter: luaString(`rstdiag.${expert.name}`),
      title: luaString(expert.title),
    })),
    expertList: OWN_EXPERTS.map(({ name }) => `x_${name}`).join(", "),
  };
}

/** `ProtoField.string` has neither texts nor a mask between the display and the blurb. */
function protoField({ type, title, display, blurb }: PayloadField | OwnField, texts: string) {
  return {
    type: luaString(type),
    title: luaString(title),
    display: type === "string" ? display : `${display}, ${texts}, nil`,
    blurb: luaString(blurb),
  };
}

function textsOf({ registry }: PayloadField): string {
  return registry === undefined ? "nil" : `registries[${luaString(registry)}][1].reasons`;
}
