import { defineConfig } from 'vitest/config';

// One file at a time: a browser and a server share the two cores with nobody. All waiting is until something is so; its deadlines
// say that it never will be, and are therefore far beyond what a busy machine takes.
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['functional/support/global_setup.ts'],
    retry: 1, // who needed it is named by ./test.sh
    pool: 'forks',
    poolOptions: { forks: { maxForks: 1, minForks: 1 } },
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 300_000,
    hookTimeout: 180_000,
  },
});
