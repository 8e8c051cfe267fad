/** As credentials give it. */
export interface Token {
  readonly token: string;
  /** Ms since the epoch. */
  readonly expiresOnTimestamp: number;
}

const renewBeforeMs = 5 * 60_000;

/** Keeps one token until shortly before it expires; callers at the same moment share one request. */
export function cacheToken(fetchToken: () => Promise<Token>, now: () => number = Date.now) {
  let current: Promise<Token> | null = null;
  const renew = () => {
    const asked = fetchToken();
    asked.catch(() => {
      if (current === asked) current = null;
    });
    current = asked;
    return asked;
  };
  return async (): Promise<string> => {
    const held = await (current ?? renew());
    return (held.expiresOnTimestamp - now() > renewBeforeMs ? held : await renew()).token;
  };
}
