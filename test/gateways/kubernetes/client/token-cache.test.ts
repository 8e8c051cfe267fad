import { describe, expect, it } from 'vitest';
import { cacheToken } from '#gateways/kubernetes/client/token-cache.ts';

const hour = 3_600_000;

/** Tokens that last an hour, numbered, on a clock that stands still until it is moved. */
function aSource() {
  const state = { now: 0, fetched: 0, isDown: false };
  const fetchToken = async () => {
    if (state.isDown) throw new Error('down');
    state.fetched += 1;
    return { token: `token-${state.fetched}`, expiresOnTimestamp: state.now + hour };
  };
  return { state, token: cacheToken(fetchToken, () => state.now) };
}

describe('cacheToken', () => {
  it('uses a token until five minutes before it expires', async () => {
    const { state, token } = aSource();
    expect(await token()).toBe('token-1');
    state.now = hour - 5 * 60_000 - 1;
    expect(await token()).toBe('token-1');
    state.now += 1;
    expect(await token()).toBe('token-2');
  });

  it('asks once for callers that come at the same moment', async () => {
    const { state, token } = aSource();
    await Promise.all([token(), token(), token()]);
    expect(state.fetched).toBe(1);
  });

  it('forgets a failure', async () => {
    const { state, token } = aSource();
    state.isDown = true;
    await expect(token()).rejects.toThrow('down');
    state.isDown = false;
    expect(await token()).toBe('token-1');
  });
});
