let suggestion = /(?!)/g;
let program = 'drydock';

/**
 * From here on a suggested command begins as the user has to type it: npm sets `npm_command` for npx and for scripts, and
 * then a clone has no `drydock` on the PATH. `names`: the commands there are.
 */
export function suggestFor(env: NodeJS.ProcessEnv, names: readonly string[]): void {
  program = (env.npm_command ?? '') === '' ? 'drydock' : `npx ${prefixOf(env)}drydock`;
  suggestion = new RegExp(
    `(?<![-\\w./]|npx |--prefix (?:\\S+|"[^"]+") )drydock (?=(?:${names.join('|')}|help|--help)(?![-\\w]))`,
    'g',
  );
}

/** `--prefix FOLDER`, where npx was called from elsewhere: only then do both prefixes of npm name the same folder. */
function prefixOf({
  npm_config_prefix: own = '',
  npm_config_local_prefix: local,
}: NodeJS.ProcessEnv): string {
  if (own === '' || own !== local) return '';
  return `--prefix ${/^[\w./~-]+$/.test(own) ? own : `"${own}"`} `;
}

/** Every `drydock COMMAND` in it as the user has to type it; for people only, never in JSON or a report. */
export function asTyped(text: string): string {
  return text.replace(suggestion, `${program} `);
}
