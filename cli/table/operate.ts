import type { CommandRow } from './command-row.ts';
import { output } from './shared-options.ts';

export const operate: readonly CommandRow[] = [
  {
    name: 'doctor',
    summary: 'check Temporal, Azure, worker and settings',
    options: [output],
    load: () => import('../commands/doctor.ts'),
  },
  {
    name: 'setup',
    summary: 'register the search attributes in Temporal; idempotent',
    options: [output],
    load: () => import('../commands/setup.ts'),
  },
  {
    name: 'worker',
    summary: 'run a worker until SIGTERM',
    options: [],
    load: () => import('../commands/worker.ts'),
  },
  {
    name: 'codec-server',
    summary: 'decode encrypted payloads for the Temporal UI and CLI until SIGTERM',
    options: [
      { flags: '--port <port>', help: 'port; 0: a free one (default: 8091)' },
      { flags: '--host <address>', help: 'address to listen on (default: 127.0.0.1)' },
    ],
    load: () => import('../commands/codec-server.ts'),
  },
  {
    name: 'simulate',
    summary: 'serve a simulated Azure and its clusters on loopback',
    options: [
      { flags: '--scenario <name>', help: 'scenario name or fleet file (default: two-stages)' },
      { flags: '--port <port>', help: 'port; 0: a free one (default: 8443)' },
      { flags: '--speed <factor>', help: "simulated seconds per real second (default: the file's)" },
      { flags: '--seed <number>', help: "seed; the same seed gives the same run (default: the file's)" },
      { flags: '--dir <folder>', help: 'folder for certificates and kubeconfigs' },
      { flags: '--state <file>', help: 'keep the state in this file and continue from it' },
      { flags: '--limits', help: "refuse requests beyond Azure's limits" },
      { flags: '--schema', help: 'print the JSON Schema of a fleet file' },
      {
        flags: '--print-env',
        help: 'print exports for the shell, to use the simulator that runs on --port: eval "$(drydock simulate --print-env)"',
      },
    ],
    load: () => import('../commands/simulate.ts'),
  },
  {
    name: 'demo',
    summary: 'run a whole campaign against a simulated fleet in under a minute',
    options: [
      { flags: '--interactive', help: 'ask before the gate opens: you are the approver' },
      { flags: '--speed <factor>', help: 'simulated seconds per real second, 1 to 3600 (default: 900)' },
      { flags: '--keep', help: 'keep everything running afterwards, until Ctrl-C' },
    ],
    load: () => import('../commands/demo.ts'),
  },
  {
    name: 'version',
    summary: 'show the versions of Drydock and of what it runs on',
    options: [output],
    load: () => import('../commands/version.ts'),
  },
];
