/**
 * Who may import whom (STYLE.md, "Imports"). Every rule is an error. Paths are matched with (^|/) so that a fixture tree, whose
 * packages resolve outside of it, is judged by the same rules as the repository.
 */
const test = '\\.(test|int\\.test|e2e\\.test)\\.ts$';
const kernel = '(^|/)libs/kernel/src/index\\.ts$';
const finance = '(^|/)libs/finance/src/index\\.ts$';
const approvals = '(^|/)libs/approvals/src/index\\.ts$';
const database = '(^|/)libs/db/src/index\\.ts$';
const service = '(^|/)services/([^/]+)';

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    rule('no-cycles', 'Two modules that need each other are one module.', {}, { circular: true }),
    rule('no-unresolved', 'An import that cannot be found.', {}, { couldNotResolve: true }),
    rule(
      'kernel-is-alone',
      'The kernel imports nothing.',
      { path: '(^|/)libs/kernel/src/', pathNot: test },
      { pathNot: '(^|/)libs/kernel/src/' },
    ),
    rule(
      'finance-is-pure',
      'Finance imports the kernel and itself.',
      { path: '(^|/)libs/finance/src/', pathNot: test },
      { pathNot: ['(^|/)libs/finance/src/', kernel] },
    ),
    rule(
      'domain-is-pure',
      'The domain imports the kernel and its siblings; nothing else, not even node:.',
      { path: `${service}/src/domain/`, pathNot: [test, '(^|/)services/(loans|payments)/'] },
      { pathNot: ['(^|/)services/$2/src/domain/', kernel] },
    ),
    rule(
      'domain-is-pure-with-finance',
      'The domain of loans and payments may also use finance, which is pure.',
      { path: '(^|/)services/(loans|payments)/src/domain/', pathNot: test },
      { pathNot: ['(^|/)services/$2/src/domain/', kernel, finance] },
    ),
    rule(
      'app-knows-no-technology',
      'A use case imports domain, app, kernel and four eyes.',
      { path: `${service}/src/app/`, pathNot: [test, '(^|/)services/(loans|payments)/'] },
      { pathNot: ['(^|/)services/$2/src/(domain|app)/', kernel, approvals, database] },
    ),
    rule(
      'app-knows-no-technology-with-finance',
      'A use case of loans and payments may also use finance.',
      { path: '(^|/)services/(loans|payments)/src/app/', pathNot: test },
      { pathNot: ['(^|/)services/$2/src/(domain|app)/', kernel, finance, approvals, database] },
    ),
    rule(
      'approvals-know-no-technology',
      'Use cases import four eyes, so four eyes import what a use case may.',
      { path: '(^|/)libs/approvals/src/', pathNot: test },
      { pathNot: ['(^|/)libs/approvals/src/', kernel, database] },
    ),
    rule(
      'app-sees-only-types-of-db',
      'A use case may name Tx and Sql; it may not open or run anything.',
      { path: [`${service}/src/app/`, '(^|/)libs/approvals/src/'], pathNot: test },
      { path: '(^|/)libs/db/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'edges-do-not-meet',
      'HTTP, Kafka and jobs open transactions and build stores over them; they do not call each other.',
      { path: `${service}/src/adapters/(http|kafka|jobs)/`, pathNot: test },
      { path: '(^|/)services/[^/]+/src/adapters/(http|kafka|jobs)/', pathNot: '(^|/)services/$2/src/adapters/$3/' },
    ),
    rule(
      'stores-know-no-edge',
      'What an edge uses does not know the edge.',
      { path: `${service}/src/adapters/(?!http/|kafka/|jobs/)`, pathNot: test },
      { path: '(^|/)services/[^/]+/src/adapters/(http|kafka|jobs)/' },
    ),
    rule(
      'inner-does-not-know-compose',
      'Only main and tests import compose.',
      { path: `${service}/src/(domain|app|adapters)/`, pathNot: test },
      { path: '(^|/)services/[^/]+/src/(main|compose)\\.ts$' },
    ),
    rule(
      'services-meet-over-the-wire',
      'A service never imports another service.',
      { path: `${service}/` },
      { path: '(^|/)services/', pathNot: '(^|/)services/$2/' },
    ),
    rule(
      'libs-know-no-service',
      'A lib serves; it does not know whom.',
      { path: '(^|/)libs/' },
      { path: '(^|/)(services|scripts|tests)/' },
    ),
    rule(
      'one-entry-per-lib',
      'A lib is imported through its entry.',
      { path: '(^|/)(libs|services|tests|scripts|tools|infra)/', pathNot: '(^|/)libs/([^/]+)/' },
      { path: '(^|/)libs/[^/]+/', pathNot: '(^|/)libs/[^/]+/src/index\\.ts$' },
    ),
    rule(
      'one-entry-per-lib-among-libs',
      'A lib imports another lib through its entry.',
      { path: '(^|/)libs/([^/]+)/' },
      { path: '(^|/)libs/[^/]+/', pathNot: ['(^|/)libs/$2/', '(^|/)libs/[^/]+/src/index\\.ts$'] },
    ),
    rule(
      'outside-sees-only-compose',
      'Tests and scripts import what a service composes and its config, never its inside.',
      { path: '^(tests|scripts)/' },
      {
        path: '(^|/)services/[^/]+/src/',
        pathNot: '(^|/)services/[^/]+/src/(compose|compose-ledger|compose-market|compose-replay|config)\\.ts$',
      },
    ),
    rule(
      'no-tests-in-production',
      'Shipped code imports neither test tools nor tests.',
      { path: '(^|/)(libs/(?!testkit/)[^/]+|services/[^/]+)/src/', pathNot: test },
      { path: ['(^|/)libs/testkit/', '(^|/)node_modules/(vitest|fast-check|supertest)/', test] },
    ),
    rule(
      'typeorm-stays-in-the-store',
      'TypeORM lives in libs/db and adapters/postgres.',
      { pathNot: ['(^|/)libs/db/', '/adapters/postgres/'] },
      { path: '(^|/)node_modules/typeorm/' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '(^|/)\\.\\./'] },
    exclude: { path: ['tests/gates/fixtures', '/dist/', '(^|/)\\.mutua/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
