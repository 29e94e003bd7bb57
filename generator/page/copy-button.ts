import { make } from "./elements.js";

const SHOWN_MILLISECONDS = 2000;

/** A button that copies a text, and says so. */
export function makeCopyButton(text: string, name: string): HTMLElement {
  const button = make("button", { type: "button", class: "copy", "aria-label": name }, "Copy");
  const said = make("span", { class: "note", role: "status" });
  button.addEventListener("click", () => {
    void copy(text, button).then((isCopied) => {
      said.textContent = isCopied ? "copied" : "cannot be copied here";
      setTimeout(() => {
        said.textContent = "";
      }, SHOWN_MILLISECONDS);
    });
  });
  return make("span", {}, button, " ", said);
}

/** Where a page has no right to the clipboard, a text that is selected can still be copied. */
async function copy(text: string, near: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { readonly: "", "aria-hidden": "true" });
    field.value = text;
    near.after(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }
}
