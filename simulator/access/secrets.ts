import { randomBytes } from 'node:crypto';

interface NewVersion {
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
  /** Seconds since 1970. */
  readonly notBefore?: number | undefined;
}

export interface SecretVersion extends NewVersion {
  /** 32 hex digits. */
  readonly version: string;
  /** Seconds since 1970, in real time. */
  readonly created: number;
}

/** The secrets of the one Key Vault, in memory: they are forgotten at a restart. */
export class Secrets {
  readonly #versions: SecretVersion[] = [];

  add(secret: NewVersion): string {
    const version = randomBytes(16).toString('hex');
    this.#versions.push({ ...secret, version, created: Math.floor(Date.now() / 1_000) });
    return version;
  }

  versionsOf(name: string): readonly SecretVersion[] {
    return this.#versions.filter((each) => each.name === name);
  }
}
