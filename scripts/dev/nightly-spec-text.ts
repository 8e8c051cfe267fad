/** What docs/nightly-spec.md says before the tables of fields. */
export const NIGHTLY_INTRODUCTION = `# The nightly file

Here is every field of a nightly file: a campaign that runs on a schedule ([how runs work](nightly.md)). \`drydock validate -f FILE\`
reports all its problems at once; \`drydock schema nightly\` prints its JSON Schema.
`;

/** What it says after them. */
export const NIGHTLY_RULES = `## Rules

- A cron expression has five fields; each is a list of values, ranges and steps (\`5/15\` runs to the field's end). Names of
  months and days may stand for their numbers; 0 and 7 are Sunday. Both day fields must match: \`0 22 1-7 * TUE\` is the
  first Tuesday of a month. Refused: an expression that never fires, a sixth field, \`@daily\`, a time zone in the expression.
- \`metadata.name\` has at most 50 characters: each scheduled run adds its date to it.
- \`decideWithin\` is counted by the campaign's clock, the other durations in real time.
- An approval between stages (\`approval\`) is required by default; in a scheduled run that is rarely intended, and gets a warning.
`;
