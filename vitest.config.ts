// Test projects by level: `unit` is pure and parallel, `int` needs real PostgreSQL, Redis and Kafka, `e2e` runs the whole platform.
import { configDefaults, defineConfig } from 'vitest/config';

const never = [...configDefaults.exclude, 'tests/gates/fixtures/**', '**/.mutua/**'];

export default defineConfig({
  test: {
    passWithNoTests: false,
    setupFiles: ['./tests/support/property-runs.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{libs,services,tests,scripts,tools,infra}/**/*.test.ts'],
          exclude: [...never, '**/*.int.test.ts', '**/*.e2e.test.ts', 'tests/e2e/**'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'int',
          include: ['{libs,services,tests,scripts,infra}/**/*.int.test.ts'],
          exclude: [...never, 'tests/e2e/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts', 'tests/**/*.e2e.test.ts'],
          exclude: never,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['libs/*/src/**/*.ts', 'services/*/src/**/*.ts'],
      exclude: ['**/generated/**', '**/*.test.ts'],
    },
  },
});
