import { TransportError } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { ConfigurationError } from '#worker/configuration.ts';
import { exitCodeOf, explainEnd } from '#worker/explain-exit.ts';

it('a server lost once the worker runs is reported as unavailable, with a hint', () => {
  const error = new TransportError('the connection was closed');
  expect(exitCodeOf(error)).toBe(69);
  expect(explainEnd(error)).toBe(
    'error: the connection was closed\n  next: drydock doctor shows what cannot be reached\n',
  );
});

it('a configuration with problems is reported with each of them', () => {
  const error = new ConfigurationError(['DRYDOCK_HEALTH_PORT is no port']);
  expect(exitCodeOf(error)).toBe(64);
  expect(explainEnd(error)).toContain('\n  DRYDOCK_HEALTH_PORT is no port\n');
});

it('an unexpected error is reported as it is', () => {
  const error = new Error('no such thing');
  expect(exitCodeOf(error)).toBe(1);
  expect(explainEnd(error)).toBe('error: no such thing\n');
});
