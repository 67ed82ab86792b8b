import { defineConfig } from 'vitest/config';

// What is not about anything stored runs on SQLite only.
const STORES_NOTHING = ['http', 'openapi', 'realtime_limits', 'web'].map((name) => `functional/${name}.test.ts`);

export default defineConfig({
  test: {
    include: ['functional/**/*.test.ts'],
    exclude: process.env.VSS_TEST_DATABASE === 'postgres' ? STORES_NOTHING : [],
    globalSetup: ['functional/support/global_setup.ts'],
    retry: 1, // who needed it is named by ./test.sh
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2, minForks: 1 } },
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
