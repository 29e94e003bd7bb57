import type { DuckDBConnection } from "@duckdb/node-api";

/** A column of a table, with its type as DuckDB writes it. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

/** The keywords of JSON Schema that tell a type. */
interface TypeSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: TypeSchema;
  readonly properties?: Readonly<Record<string, TypeSchema>>;
  readonly $defs?: Readonly<Record<string, TypeSchema>>;
}

const DEFINITION = "#/$defs/";

/**
 * The columns of a table with one row for each object that satisfies the schema: its members in
 * their order, objects as structs and arrays as lists. Throws where a member has no single type.
 */
export function columnsOf(schema: TypeSchema): readonly ParquetColumn[] {
  const { $defs = {} } = schema;
  return Object.entries(resolve(schema, $defs).properties ?? {}).map(([name, member]) => ({
    name,
    type: typeOf(member, $defs),
  }));
}

/** Text in double quotes, as SQL has names. */
function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function resolve(schema: TypeSchema, definitions: NonNullable<TypeSchema["$defs"]>): TypeSchema {
  const { $ref } = schema;
  if ($ref === undefined) return schema;
  const found = $ref.startsWith(DEFINITION)
    ? definitions[$ref.slice(DEFINITION.length)]
    : undefined;
  if (found === undefined) throw new Error(`${$ref} is no definition of the schema`);
  return resolve(found, definitions);
}

function typeOf(member: TypeSchema, definitions: NonNullable<TypeSchema["$defs"]>): string {
  const schema = resolve(member, definitions);
  switch (schema.enum ? "string" : schema.type) {
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return integerType(schema);
    case "number":
      return "DOUBLE";
    case "string":
      return isTime(schema) ? "TIMESTAMP_NS" : "VARCHAR";
    case "array":
      return `${typeOf(schema.items ?? {}, definitions)}[]`;
    case "object": {
      const members = Object.entries(schema.properties ?? {});
      const types = members.map(([name, one]) => `${quoteName(name)} ${typeOf(one, definitions)}`);
      return `STRUCT(${types.join(", ")})`;
    }
    default:
      throw new Error(`no type of a column for ${JSON.stringify(schema)}`);
  }
}

function integerType({ minimum, maximum = Number.POSITIVE_INFINITY }: TypeSchema): string {
  if (minimum === undefined || minimum < 0) return "BIGINT";
  if (maximum < 2 ** 16) return "USMALLINT";
  return maximum < 2 ** 32 ? "UINTEGER" : "BIGINT";
}

/** RFC 3339 in UTC is the only pattern that begins with a year and ends with Z. */
function isTime({ pattern = "" }: TypeSchema): boolean {
  return pattern.startsWith("^\\d{4}-") && pattern.endsWith("Z$");
}

type Package = typeof import("@duckdb/node-api");

/** Parquet files cannot be written; the message is for people. */
export class ParquetError extends Error {
  override readonly name = "ParquetError";
}

const ADVICE = "npm install --no-save @duckdb/node-api (with --global where rstdiag is so)";

/** Loads DuckDB, which most users of rstdiag never need; rejects with `ParquetError` without it. */
export async function loadDuckDb(
  load: () => Promise<Package> = () => import("@duckdb/node-api"),
): Promise<Package> {
  try {
    return await load();
  } catch (error) {
    const isMissing =
      error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    const why = isMissing ? "is not installed" : `cannot be loaded: ${firstLineOf(error)}`;
    throw new ParquetError(`Parquet files are written by DuckDB, which ${why}; run: ${ADVICE}`);
  }
}

/** What is to be made a Parquet file: JSON lines, with the types of their members. */
export interface JsonLines {
  readonly path: string;
  readonly columns: readonly ParquetColumn[];
}

/** Does all in little memory, and in the folder where the files are; rejects with `ParquetError`. */
export async function writeParquet(
  duckDb: Package,
  files: readonly (JsonLines & { readonly parquet: string })[],
  scratch: string,
): Promise<void> {
  try {
    const instance = await duckDb.DuckDBInstance.create(":memory:", {
      threads: "1",
      memory_limit: "256MB",
      temp_directory: scratch,
      // What reads JSON and writes Parquet is in the package; nothing is to be loaded from elsewhere.
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const connection = await instance.connect();
    try {
      for (const file of files) await convert(connection, file);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } catch (error) {
    throw new ParquetError(`DuckDB: ${firstLineOf(error)}`);
  }
}

async function convert(
  connection: DuckDBConnection,
  { path, columns, parquet }: JsonLines & { readonly parquet: string },
): Promise<void> {
  const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  await connection.run(
    `COPY (SELECT ${columns.map(({ name }) => quoteName(name)).join(", ")} ` +
      `FROM read_json(${quoteText(path)}, format = 'newline_delimited', columns = {${types.join(", ")}})) ` +
      `TO ${quoteText(parquet)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30720)`,
  );
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function firstLineOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
