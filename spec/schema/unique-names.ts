import type { z } from 'zod';

/** Refuses a list of which two entries have one name. It runs whatever else is wrong with the entries. */
export function uniqueNames<Schema extends z.ZodArray>(schema: Schema, listName: string): Schema {
  return schema.superRefine(
    (list: readonly unknown[], context) => {
      const names = list.map((entry) =>
        typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined,
      );
      for (const [index, taken] of names.entries()) {
        const first = names.indexOf(taken);
        if (typeof taken !== 'string' || first === index) continue;
        const message = `${JSON.stringify(taken)} is already the name of ${listName}[${first}]`;
        context.addIssue({ code: 'custom', message, path: [index, 'name'] });
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  );
}
