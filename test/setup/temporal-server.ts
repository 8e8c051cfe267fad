import { expect, inject } from 'vitest';
import { namespaceOf } from './test-namespace.ts';

/**
 * A setup file of the projects `temporal` and `long`: workers, commands and clients of this file find the server of the
 * run, and on it a namespace that no other file uses. The ids of simulated clusters are the same everywhere, and in one
 * namespace two files would wait for each other's locks.
 */
process.env.TEMPORAL_ADDRESS = inject('temporalAddress');
process.env.TEMPORAL_NAMESPACE = namespaceOf(expect.getState().testPath!);
process.env.DRYDOCK_WORKFLOW_BUNDLE = inject('workflowBundle');
