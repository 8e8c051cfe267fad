import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../architecture/cruise-modules.ts';
import { aCampaignFile } from '../../builders/a-campaign-file.ts';
import { aNightlyFile } from '../../builders/a-nightly-file.ts';

it.each([
  ['campaign', aCampaignFile(), false],
  ['nightly', aNightlyFile(), true],
])(
  'a %s file that comes through standard input is read once, and tells its windows',
  (_kind, text, hasRuns) => {
    const answer = spawnSync(
      join(root, 'node_modules', '.bin', 'node'),
      [join(root, 'cli', 'drydock.ts'), 'windows', '-f', '-', '-o', 'json', '-n', '1'],
      { input: text, encoding: 'utf8', env: { ...process.env, TEMPORAL_ADDRESS: '127.0.0.1:1' } },
    );
    expect({ status: answer.status, kind: JSON.parse(answer.stdout).kind }).toEqual({
      status: 0,
      kind: 'Windows',
    });
    expect('runs' in JSON.parse(answer.stdout)).toBe(hasRuns);
  },
);
