import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandTable } from '#cli/table/command-table.ts';
import { asTyped, suggestFor } from '#cli/view/terminal/as-typed.ts';

const names = commandTable.map(({ name }) => name.split(' ')[0]!);
afterEach(() => suggestFor({}, names));

describe('a command that is suggested', () => {
  it.each([
    ['through npx', { npm_command: 'exec' }, 'npx drydock'],
    [
      'through npx in its folder',
      { npm_command: 'exec', npm_config_prefix: '/usr', npm_config_local_prefix: '/src/drydock' },
      'npx drydock',
    ],
    [
      'through npx from elsewhere',
      { npm_command: 'exec', npm_config_prefix: '/src/drydock', npm_config_local_prefix: '/src/drydock' },
      'npx --prefix /src/drydock drydock',
    ],
    [
      'through npx, of a folder with a space',
      { npm_command: 'exec', npm_config_prefix: '/a b', npm_config_local_prefix: '/a b' },
      'npx --prefix "/a b" drydock',
    ],
    ['in a script of npm', { npm_command: 'run-script' }, 'npx drydock'],
    ['by its own name', {}, 'drydock'],
  ])('begins as the user typed it: %s', (_how, env, program) => {
    suggestFor(env, names);
    for (const { name } of commandTable)
      expect(asTyped(`Next: drydock ${name} -f a`)).toBe(`Next: ${program} ${name} -f a`);
    expect(asTyped('See: drydock --help')).toBe(`See: ${program} --help`);
    const once = asTyped('drydock list');
    expect(asTyped(once)).toBe(once);
  });

  describe('through npx', () => {
    beforeEach(() => suggestFor({ npm_command: 'exec' }, names));

    it('is every one of a text', () => {
      expect(asTyped('drydock list; eval "$(drydock simulate --print-env)" (drydock setup)')).toBe(
        'npx drydock list; eval "$(npx drydock simulate --print-env)" (npx drydock setup)',
      );
    });

    it.each([
      'npx drydock list',
      'namespace drydock runs',
      'file /opt/drydock plan.json',
      'aks-drydock start',
      'drydock plans',
      'Drydock start',
    ])('is none where another thing is meant: %s', (text) => {
      expect(asTyped(text)).toBe(text);
    });
  });
});
