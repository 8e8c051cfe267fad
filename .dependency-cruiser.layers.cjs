/**
 * The layers of a module, bottom to top: each may import those before it. `.` stands for the files directly in the module.
 * docs/architecture.md draws them, and a test compares the drawing with the tree.
 */
const ladders = {
  domain: [
    'text',
    '.',
    'fleet',
    'version',
    'metric',
    'removal',
    'drain',
    'image',
    'reboot',
    'migration',
    'audit',
    'change',
    'rolling-upgrade',
    'campaign',
    'calendar',
    'verify',
    'health',
    'rollback',
    'gate',
    'plan',
    'status',
    'outcome',
    'nightly',
    'preflight',
  ],
  workflows: [
    'page',
    'state',
    'waits',
    'change',
    'checks',
    'reboot',
    'migration',
    'cluster',
    'operator',
    'campaign',
    'entities',
  ],
  activities: ['envelope', 'plan', 'waits', 'change', 'checks', 'reboot'],
  'gateways/azure': ['limits', 'sign-in', 'client', 'capacity', 'clusters', 'operations', 'vault'],
  'gateways/kubernetes': ['client', 'health', 'drain', 'preflight', 'audit', 'reboot', 'removal'],
};

module.exports = { ladders };
