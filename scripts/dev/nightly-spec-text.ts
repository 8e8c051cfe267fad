/** What docs/nightly-spec.md says before the tables of fields. */
export const NIGHTLY_INTRODUCTION = `# The nightly file

A campaign that runs on a schedule. How scheduled runs work: [nightly.md](nightly.md). \`drydock validate -f FILE\` names
every problem in it at once; \`drydock schema nightly\` prints its JSON Schema.
`;

/** What it says after them. */
export const NIGHTLY_RULES = `## Rules

- A cron expression has five fields; each is a list of values, ranges and steps (\`5/15\` runs to the field's end). Names of
  months and days may stand for their numbers; 0 and 7 are Sunday. Both day fields have to match: \`0 22 1-7 * TUE\` is the
  first Tuesday of a month. One that never fires is refused, as are a sixth field, \`@daily\` and a zone of its own.
- \`metadata.name\` has at most 50 characters: each scheduled run adds its date to it.
- \`decideWithin\` is counted by the campaign's clock, the other durations by the real one.
- A gate between stages (\`approval\`) is asked for by default; in a scheduled run that is rarely intended, and gets a warning.
`;
