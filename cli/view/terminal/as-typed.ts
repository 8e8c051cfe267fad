let suggestion = /(?!)/g;
let program = 'drydock';

/**
 * From here on a suggested command begins as the user has to type it: npm sets `npm_command` for npx and for scripts, and
 * then a clone has no `drydock` on the PATH. `names`: the commands there are.
 */
export function suggestFor({ npm_command: npm = '' }: NodeJS.ProcessEnv, names: readonly string[]): void {
  program = npm === '' ? 'drydock' : 'npx drydock';
  suggestion = new RegExp(`(?<![-\\w./]|npx )drydock (?=(?:${names.join('|')}|help|--help)(?![-\\w]))`, 'g');
}

/** Every `drydock COMMAND` in it as the user has to type it; for people only, never in JSON or a report. */
export function asTyped(text: string): string {
  return text.replace(suggestion, `${program} `);
}
