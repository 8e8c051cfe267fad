import { array, assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNames, unpackNames } from '#domain/text/name-fingerprint.ts';

describe('packed names', () => {
  it('contain every name that was put in', () => {
    assert(
      property(array(string()), (names) => {
        const isIn = unpackNames(packNames(names));
        return names.every(isIn);
      }),
    );
  });

  it('contain no name where none was put in', () => {
    expect(unpackNames(packNames([]))('web')).toBe(false);
  });

  it('take few others for one of 600 names', () => {
    const isIn = unpackNames(packNames(Array.from({ length: 600 }, (_, index) => `inside ${index}`)));
    const mistaken = Array.from({ length: 2000 }, (_, index) => `outside ${index}`).filter(isIn);
    expect(mistaken.length).toBeLessThan(60);
  });

  it('stay small, however many they are', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `name ${index}`);
    expect(packNames(many).length).toBeLessThanOrEqual(1536);
  });
});
