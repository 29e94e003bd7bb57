/** The part of ejs 7 that is used; the package has no types, and @types/ejs is of version 3. */
declare module "ejs" {
  interface Options {
    readonly strict: boolean;
    readonly localsName: string;
    readonly filename: string;
  }
  const ejs: { compile(template: string, options: Options): (view: object) => string };
  export default ejs;
}
