import { stripTypeScriptTypes } from 'node:module';
import { parseSync } from 'oxc-parser';

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * JavaScript for Node, which reads no TypeScript in node_modules: without types and comments, and with `.js` for `.ts` in relative
 * imports. Every statement keeps its line and its column: a stack trace names the place in the sources, without a source map.
 * Imports that begin with `#` keep `.ts`; the package's `imports` map them. Throws for a source that is not valid, or in which
 * a line ends with a blank: a text of several lines would lose it.
 */
export function transpile(file: string, source: string): string {
  if (/[ \t]$/m.test(source)) throw new Error(`${file}: a line ends with a blank`);
  const code = stripTypeScriptTypes(source, { mode: 'strip' });
  const { comments, module, errors } = parseSync(file.replace(/ts$/, 'js'), code);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const units = code.split('');
  for (const { start, end } of comments)
    for (let at = start; at < end; at += 1) if (units[at] !== '\n') units[at] = ' ';
  for (const { start, end } of specifiersIn(module))
    if (/^'\.{1,2}\/.*\.ts'$/.test(code.slice(start, end))) units[end - 3] = 'j';
  return units.join('').replace(/[ \t]+$/gm, '');
}

function specifiersIn({
  staticImports,
  staticExports,
  dynamicImports,
}: ReturnType<typeof parseSync>['module']): readonly Span[] {
  const reExports = staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest));
  return [
    ...staticImports.map((each) => each.moduleRequest),
    ...reExports,
    ...dynamicImports.map((each) => each.moduleRequest),
  ].filter((span) => span !== undefined && span !== null);
}
