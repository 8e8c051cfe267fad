import { describe, expect, it, vi } from 'vitest';
import { run } from '#cli/commands/explain.ts';
import { OptionValues } from '#cli/input/command-input.ts';
import { textWidth } from '#cli/view/terminal/text-width.ts';
import { campaignFields, nightlyFields } from '#spec/known-fields.ts';

async function explain(
  path: string | null,
  options: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    await run({ positional: path === null ? [] : [path], options: new OptionValues(options) });
  } finally {
    stdout.mockRestore();
  }
  return written.join('');
}

describe('explain', () => {
  it('says of a field its values, its default, and the fields directly below it', async () => {
    const text = await explain('spec.stages.approval');
    expect(text).toMatch(/^spec\.stages\[\]\.approval {2}<map>\n {4}Required before the next stage/);
    expect(text).toContain(
      '\n  quorum  <number from 1>  default 1\n      How many different people must approve.\n',
    );
  });

  it('begins with the fields at the top', async () => {
    const names = [...(await explain(null)).matchAll(/^ {2}(\w+) {2}</gm)].map(([, name]) => name);
    expect(names).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  });

  it.each([
    ['campaign', campaignFields(), {}],
    ['nightly', nightlyFields(), { nightly: true }],
  ] as const)('knows every field of %s files, as validate writes it', async (_, fields, options) => {
    for (const { path, schema } of fields) {
      const text = await explain(path.replaceAll('[]', '[0]'), options);
      expect(text.startsWith(`${path}  <`) || text.startsWith(`${path}\n`), path).toBe(true);
      expect(text.replaceAll(/\s+/g, ' ')).toContain((schema.description ?? '').replaceAll(/\s+/g, ' '));
      expect(text.split('\n').filter((line) => / /.test(line.trim()) && textWidth(line) > 100)).toEqual([]);
    }
  });

  it('is one JSON document with -o json', async () => {
    expect(JSON.parse(await explain('spec.forceUpgrade', { output: 'json' }))).toMatchObject({
      kind: 'FieldExplanation',
      field: { path: 'spec.forceUpgrade', type: 'map', isRequired: false, default: null },
      fields: [{ path: 'spec.forceUpgrade.approvers' }, { path: 'spec.forceUpgrade.longest' }],
    });
  });

  it.each([
    ['spec.stagse', {}, 'drydock explain spec.stages'],
    ['approval', {}, 'drydock explain spec.stages.approval, drydock explain spec.approval'],
    ['catchUp', { nightly: true }, 'drydock explain --nightly spec.schedule.catchUp'],
    ['constructor', {}, 'drydock explain lists the fields at the top'],
    ['spec.__proto__', {}, 'drydock explain lists the fields at the top'],
  ])('suggests for %s what was probably meant', async (path, options, next) => {
    await expect(explain(path, options)).rejects.toMatchObject({ exitCode: 64, next });
  });
});
