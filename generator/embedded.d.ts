/** What the build puts into a program for browsers, which read no files. */
declare module "rstdiag:embedded" {
  /** Of rstdiag's own registry. */
  export const MODEL: import("./model/model.js").Model;
  /** The tables of `data/` by the names of their files, as `readTable` gives them. */
  export const TABLES: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** What the Model says of itself, for those who do not need the rest of it. */
  export const SPECIFICATION: string;
  export const REVISION: string;
  /** The release. */
  export const VERSION: string;
}
