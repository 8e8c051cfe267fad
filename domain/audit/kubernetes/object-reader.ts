import type { KubernetesObject } from './api-objects.ts';
import { readShape, type ShapeProblem } from './read-shape.ts';

/** An object with a value of a wrong type: no API server takes it. */
export interface UnreadableObject {
  readonly object: KubernetesObject;
  readonly problems: readonly ShapeProblem[];
}

interface ObjectReader {
  /** The object as a struct of the API, which T has to describe; nothing where it cannot be read. */
  readonly read: <T>(type: string, object: KubernetesObject) => readonly T[];
  /** What could not be read so far. */
  readonly unreadable: readonly UnreadableObject[];
}

/** Reads objects and remembers those that cannot be. */
export function objectReader(): ObjectReader {
  const unreadable: UnreadableObject[] = [];
  return {
    unreadable,
    read: <T>(type: string, object: KubernetesObject): readonly T[] => {
      const problems: ShapeProblem[] = [];
      const value = readShape(type, object, '', (problem) => problems.push(problem));
      if (problems.length === 0) return [value as T];
      unreadable.push({ object, problems });
      return [];
    },
  };
}
