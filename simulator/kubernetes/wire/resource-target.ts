import type { Resource } from '../objects/resource-catalogue.ts';

/** A collection, of one namespace or of all. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string | undefined;
}

export type NamedTarget = Target & { readonly name: string };

/** An object, and what of it is meant: everything but its status, its status alone, or its number of replicas. */
export type PartTarget = NamedTarget & { readonly part: 'object' | 'status' | 'scale' };
