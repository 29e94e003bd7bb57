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
export function quoteName(name: string): string {
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
