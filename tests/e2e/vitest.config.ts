import { defineConfig } from 'vitest/config';

// One file at a time: a browser and a server share the two cores with nobody.
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['functional/support/global_setup.ts'],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 1, minForks: 1 } },
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
