import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildTemporal } from '#cli/temporal/build-temporal.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

const released = 'v1.5.1\th1:0RZMk14BWxz44Xg6ciDQvpfAMffoG3J7/K03ql80teY=';

/** A Go that builds a program whose build info names these sources. */
function aGo(name: string, sources: string) {
  const root = join(files.folder, name);
  const [bin, cache] = [join(root, 'bin'), join(root, 'cache')];
  for (const folder of [bin, cache]) mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh
case "$1" in
  install) /bin/mkdir -p "$GOBIN"; echo built > "$GOBIN/temporal" ;;
  version) printf '%s\\n' '${join(root, 'x')}: go1.26' '\tpath\tx' '\tmod\tgithub.com/temporalio/cli\t${sources}' ;;
esac
`;
  writeFileSync(join(bin, 'go'), script);
  chmodSync(join(bin, 'go'), 0o755);
  return { cache, env: { PATH: bin } };
}

it.each([
  ['those of the release', released, true],
  ['others of the same version', 'v1.5.1\th1:AAAAMk14BWxz44Xg6ciDQvpfAMffoG3J7/K03ql80teY=', false],
  ['another version', released.replace('v1.5.1', 'v1.5.2'), false],
  ['unknown', '(devel)', false],
])('a server whose sources are %s is taken: %s', async (name, sources, isTaken) => {
  const { cache, env } = aGo(name, sources);
  const said: string[] = [];
  const built = await buildTemporal(cache, (line) => said.push(line), env);
  expect(built !== null).toBe(isTaken);
  expect(existsSync(join(cache, 'temporal'))).toBe(isTaken);
  expect(said.some((line) => line.includes('its sources are not those of'))).toBe(!isTaken);
});
