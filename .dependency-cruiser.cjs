/**
 * Who may import whom. What a module's rule does not list is forbidden, types included; where a module may know
 * another one as types only, a second rule says so. test/architecture/import-rules.test.ts breaks every rule.
 */

const { ladders } = require('./.dependency-cruiser.layers.cjs');

const packages = (...names) => names.map((name) => `^node_modules/${name}/`);

/** A module (a top-level folder) that imports nothing but this: no Node built-in either. */
const pureModule = (name, from, mayImport, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: mayImport },
});

/** A module (a top-level folder) that imports this and Node's built-ins. */
const nodeModule = (name, from, mayImport, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: mayImport, dependencyTypesNot: ['core'] },
});

const forbidden = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

const deciding = ['^domain/', ...packages('@noble/hashes')];
const nobodyImports = '^(test|bench|scripts/dev)/';

const modules = [
  pureModule(
    'domain',
    '^domain/(?!calendar/|version/)',
    deciding,
    'The domain decides from values alone, so that every decision can be tested, replayed and shown in a plan.',
  ),
  pureModule(
    'domain-calendar',
    '^domain/calendar/',
    [...deciding, ...packages('temporal-polyfill')],
    'The calendar decides like the rest of the domain; time zones are all it needs besides.',
  ),
  pureModule(
    'domain-version',
    '^domain/version/',
    [...deciding, ...packages('semver')],
    'Versions are judged like the rest of the domain; reading them is all that needs a library.',
  ),
  pureModule(
    'spec',
    '^spec/',
    ['^spec/', '^domain/', ...packages('js-yaml', 'yaml', 'zod')],
    'A text becomes a campaign, manifests or a list of problems without touching anything: no files, no network, no Temporal.',
  ),
  pureModule(
    'protocol',
    '^protocol/',
    ['^protocol/', '^domain/'],
    'Names and shapes of everything that goes in and out of workflows: whoever speaks to them imports this, so that no arrow runs back up.',
  ),
  forbidden(
    'protocol-names-domain',
    { path: '^protocol/' },
    { path: '^domain/', dependencyTypesNot: ['type-only'] },
    'A message has a shape and no behaviour: of the domain the protocol knows types alone.',
  ),
  pureModule(
    'workflows',
    '^workflows/',
    [
      '^workflows/',
      '^protocol/',
      '^domain/(?!calendar/)',
      '^activities/',
      ...packages('@temporalio/workflow', '@temporalio/common'),
    ],
    'Workflows are replayed: whatever they reach must be deterministic. Windows are decided by activities.',
  ),
  forbidden(
    'workflows-name-activities',
    { path: '^workflows/' },
    { path: '^activities/', dependencyTypesNot: ['type-only'] },
    'A workflow knows what an activity takes and gives; its code would drag the gateways into the bundle.',
  ),
  pureModule(
    'activities',
    '^activities/',
    [
      '^activities/',
      '^domain/',
      '^protocol/',
      '^gateways/',
      '^procedures/',
      ...packages('@temporalio/activity', '@temporalio/client', '@temporalio/common'),
    ],
    'An activity is one effect through a gateway; of the workflows it knows the protocol alone.',
  ),
  nodeModule(
    'gateway-azure',
    '^gateways/azure/',
    ['^gateways/azure/', '^domain/', ...packages('@azure/[^/]+')],
    'The client of ARM knows the vendor and the domain, neither the other clients nor its users.',
  ),
  nodeModule(
    'gateway-kubernetes',
    '^gateways/kubernetes/',
    ['^gateways/kubernetes/', '^domain/', ...packages('@kubernetes/client-node', 'undici')],
    'The client of clusters knows the vendor and the domain, neither the other clients nor its users.',
  ),
  nodeModule(
    'gateway-web',
    '^gateways/web/',
    ['^gateways/web/', '^domain/', ...packages('undici')],
    'The client of the web needs no vendor: only connections whose addresses it can check.',
  ),
  nodeModule(
    'gateway-temporal',
    '^gateways/temporal/',
    ['^gateways/temporal/', ...packages('@temporalio/common', 'protobufjs')],
    'What Temporal stores is encrypted here, for workers and clients alike; nothing else is known of them.',
  ),
  nodeModule(
    'gateway-entra',
    '^gateways/entra/',
    ['^gateways/entra/', '^gateways/temporal/secret-file\\.ts$', '^domain/', ...packages('jose')],
    'Tokens of people are sealed and verified here; the library knows the formats and the keys.',
  ),
  nodeModule(
    'gateways',
    '^gateways/[^/]+$',
    ['^gateways/', '^domain/'],
    'What stands above the clients opens them; vendors stay behind their own client.',
  ),
  nodeModule(
    'procedures',
    '^procedures/',
    ['^procedures/', '^gateways/', '^domain/', '^spec/manifests/'],
    'Work of several steps through the clients, shared by activities and commands. Manifests that a cluster keeps (of Helm releases) are read as files are.',
  ),
  nodeModule(
    'worker',
    '^worker/',
    [
      '^worker/',
      '^activities/',
      '^gateways/',
      '^domain/',
      '^protocol/',
      ...packages('@temporalio/worker', '@temporalio/envconfig', 'pino', 'zod'),
    ],
    'The worker wires: it hands Temporal the path of the workflows and never runs their code itself.',
  ),
  nodeModule(
    'scripts',
    '^scripts/(?!dev/)',
    ['^scripts/', '^cli/', '^domain/', '^spec/', '^protocol/'],
    'Scripts that people copy: a few lines around what the command line does.',
  ),
  nodeModule(
    'cli',
    '^cli/',
    [
      '^cli/',
      '^spec/',
      '^domain/',
      '^gateways/',
      '^procedures/',
      '^protocol/',
      '^workflows/',
      '^package\\.json$',
      ...packages('@temporalio/(client|common|envconfig|testing)'),
      ...packages('commander', 'hono', 'ignore', 'log-update', 'picocolors', 'string-width'),
    ],
    "The command line reads, asks Temporal and starts programs; effects on clusters are activities' alone.",
  ),
  forbidden(
    'cli-names-workflows',
    { path: '^cli/' },
    { path: '^workflows/', dependencyTypesNot: ['type-only'] },
    'Workflow code runs in a worker; a client needs the types of the functions.',
  ),
  nodeModule(
    'simulator',
    '^simulator/',
    ['^simulator/', ...packages('hono', '@hono/node-server', '@peculiar/x509', 'yaml', 'zod')],
    'The simulator imports nothing of ours, so that it cannot share our mistakes.',
  ),
];

const layerPath = (parent, layer) => (layer === '.' ? `^${parent}/[^/]+$` : `^${parent}/${layer}/`);

const layers = Object.entries(ladders).flatMap(([parent, order]) =>
  order
    .slice(0, -1)
    .map((layer, index) =>
      forbidden(
        `layer-${parent}-${layer === '.' ? 'root' : layer}`.replaceAll('/', '-'),
        { path: layerPath(parent, layer) },
        { path: order.slice(index + 1).map((above) => layerPath(parent, above)) },
        'A layer imports only layers below it, so it can be read, tested and changed without those above.',
      ),
    ),
);

const everywhere = [
  forbidden(
    'nobody-imports-tests',
    { pathNot: nobodyImports },
    { path: nobodyImports },
    'Tests, benches and chores are leaves: what operators run does not depend on them.',
  ),
  forbidden(
    'no-development-packages',
    { path: '/', pathNot: nobodyImports },
    { dependencyTypes: ['npm-dev'] },
    'An installation without development packages must run.',
  ),
  forbidden(
    'no-cycles',
    {},
    { circular: true },
    'Files that need each other are one idea cut apart; they cannot be read or tested alone.',
  ),
  forbidden(
    'nothing-unresolved',
    {},
    { couldNotResolve: true },
    'An import that the tool cannot follow is one that no rule sees.',
  ),
  forbidden(
    'other-modules-by-name',
    { path: '^([^/]+)/' },
    {
      path: '/',
      pathNot: ['^$1/', '^test/'],
      dependencyTypes: ['local'],
      dependencyTypesNot: ['aliased-subpath-import'],
    },
    'Across modules `#module/...`: the import names the module it enters. Tests have no such name.',
  ),
  forbidden(
    'own-module-by-path',
    { path: '^([^/]+)/' },
    { path: '^$1/', dependencyTypes: ['aliased-subpath-import'] },
    'Relative paths inside a module: a `#` name marks an import from another module.',
  ),
];

module.exports = {
  forbidden: [...modules, ...layers, ...everywhere],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
