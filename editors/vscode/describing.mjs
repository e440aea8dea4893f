// A schema that describes a document and forbids nothing in it: what is wrong is told by the server, once.
// Must not know what the schema is about.

/** Keywords that say what may stand where, and what it means. */
const SAYS = new Set(['$schema', '$ref', 'title', 'description', 'markdownDescription', 'examples']);
const SCHEMAS_BY_NAME = new Set(['properties', 'patternProperties', 'definitions']);

/** The schema without its conditions; values that it lists are examples of what to write. */
export function describing(schema) {
  const kept = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (SAYS.has(keyword)) {
      kept[keyword] = value;
    } else if (SCHEMAS_BY_NAME.has(keyword)) {
      kept[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, describing(inner)]),
      );
    } else if (['items', 'additionalProperties'].includes(keyword) && typeof value === 'object') {
      kept[keyword] = describing(value);
    }
  }
  const listed = schema.enum ?? ([schema.type].flat().includes('boolean') ? [true, false] : undefined);
  return listed ? { examples: listed.filter((value) => value !== null), ...kept } : kept;
}
