/** A mail address, and as IANA disguises it. */
const MAIL = /(?:mailto:)?(?<![\w.+-])[\w.+-]+[@&](?:[a-z][\w-]*\.)+[a-z]{2,}\b/gi;
/** Between two references these say only that there are two. */
const SEPARATOR = /^(?:[\s,;]|\band\b|\bor\b)*$/;
/** A text that ends so is about the reference behind it: `Section 3 of`, `Reclaimed (`. */
const OPEN = /(?:\b(?:of|in|see|using|by|with|from)|\()$/i;

interface Item {
  text: string;
  /** Whether the next reference belongs to this text. */
  open: boolean;
}

/** Collects the references of a row, and what is said of each behind it or before it. */
export class ReferenceList {
  private readonly items: Item[] = [];
  private ended = true;

  /** A reference without its brackets. */
  add(reference: string): void {
    const text = withoutMail(reference);
    if (text === "") return;
    const last = this.items.at(-1);
    if (last?.open && !this.ended) {
      last.text += last.text.endsWith("(") ? text : ` ${text}`;
      last.open = false;
    } else {
      this.items.push({ text, open: false });
    }
    this.ended = false;
  }

  /** Text around the references: `, Section 3.2` belongs to the one before it. */
  addText(around: string): void {
    const text = withoutMail(around);
    if (text === "" || SEPARATOR.test(text)) return;
    const last = this.items.at(-1);
    if (!last || this.ended) this.items.push({ text, open: true });
    else {
      last.text += /^[,.;:)]/.test(text) || last.text.endsWith("(") ? text : ` ${text}`;
      last.open = OPEN.test(text);
    }
    this.ended = false;
  }

  /** What comes now has nothing to do with what came before. */
  end(): void {
    this.ended = true;
  }

  toString(): string {
    return this.items
      .map(({ text }) => text.replace(/(?<![\s,;])[\s,;]+$/, ""))
      .filter(Boolean)
      .join("; ");
  }
}

/** The text in one line without the mail addresses in it: they are personal data. */
export function withoutMail(text: string): string {
  return text
    .replace(/\S+/g, (word) => (word.includes("://") ? word : word.replace(MAIL, "")))
    .replace(/\(\s*\)|<\s*>/g, "")
    .replace(/[ \t\r\n]+/g, " ")
    .trim();
}
