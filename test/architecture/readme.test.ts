import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandTable } from '#cli/table/command-table.ts';
import { parseCampaign } from '#spec/parse.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from './cruise-modules.ts';

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));

const fences = /^```(\w*)\n(.*?)^```$/gms;
const everyCommandTakes = ['--no-color', '--debug', '--quiet', '--help'];

function codeOf(text: string): string {
  const blocks = [...text.matchAll(fences)].map(([, , body = '']) => body.replaceAll('\\\n', ' '));
  const inline = [...text.replaceAll(fences, '').matchAll(/`([^`\n]+)`/g)].map(([, body = '']) => body);
  return [...blocks, ...inline].join('\n');
}

/** As GitHub makes the address of a heading. */
function anchorsOf(text: string): readonly string[] {
  const headings = [...text.replaceAll(fences, '').matchAll(/^#+ (.*)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function brokenLinks({ path, text }: { path: string; text: string }): readonly string[] {
  const targets = [...text.replaceAll(fences, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, target = '']) => target,
  );
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const found = file === '' ? join(root, path) : join(root, dirname(path), file);
    if (!existsSync(found)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(found, 'utf8')).includes(anchor);
  });
}

function brokenCommands(text: string): readonly string[] {
  const typed = codeOf(text).matchAll(/\bdrydock ([a-z][a-z-]*)(.*?)(?=\bdrydock |[;|]|&&|$)/gm);
  return [...typed].flatMap(([, name = '', rest = '']) => {
    const own = rest.match(/^ [a-z]+/)?.[0] ?? '';
    const row = commandTable.find((each) => each.name === name || each.name === name + own);
    if (row === undefined) return [`drydock ${name}${own}`];
    const known = row.options.flatMap(({ flags }) => flags.match(/--?[a-z-]+/g) ?? []);
    const given = rest.match(/(?<=\s)--?[a-z][a-z-]*/g) ?? [];
    return given
      .filter((flag) => ![...known, ...everyCommandTakes].includes(flag))
      .map((flag) => `drydock ${name} ${flag}`);
  });
}

function missingFiles(text: string): readonly string[] {
  const modules =
    'domain|spec|workflows|activities|gateways|worker|scripts|simulator|test|bench|docs|examples';
  const named = codeOf(text).match(
    new RegExp(`(?<![\\w./-])(?:${modules})/[\\w./-]+\\.(?:ts|yaml|md)\\b`, 'g'),
  );
  return (named ?? []).filter((path) => !existsSync(join(root, path)));
}

function missingScripts(text: string): readonly string[] {
  const named = [...codeOf(text).matchAll(/\bnpm run ([\w:]+)/g)].map(([, name = '']) => name);
  return named.filter((name) => !(name in packageJson.scripts));
}

describe.each(documents)('$path', (document) => {
  it('links only to what is there', () => {
    expect(brokenLinks(document)).toEqual([]);
  });

  it('names only commands and flags that there are', () => {
    expect([...brokenCommands(document.text), ...missingScripts(document.text)]).toEqual([]);
  });

  it('names only files that there are', () => {
    expect(missingFiles(document.text)).toEqual([]);
  });

  it('shows only campaign files that are valid', () => {
    const shown = [...document.text.matchAll(fences)].filter(
      ([, language, body]) => language === 'yaml' && body?.includes('kind: UpgradeCampaign'),
    );
    const parsed = shown.map(([, , body = '']) => parseCampaign(body, document.path));
    expect(parsed.flatMap((each) => (each.ok ? each.warnings : each.problems))).toEqual([]);
  });
});
