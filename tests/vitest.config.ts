import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['functional/**/*.test.ts'],
    globalSetup: ['functional/support/global_setup.ts'],
    retry: 1, // who needed it is named by ./test.sh
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2, minForks: 1 } },
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
