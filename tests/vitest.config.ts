import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['functional/**/*.test.ts'],
    globalSetup: ['functional/support/global_setup.ts'],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2, minForks: 1 } },
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // TEST_REPORT: where test.sh reads how many ran
    reporters: process.env.TEST_REPORT ? ['default', ['json', { outputFile: process.env.TEST_REPORT }]] : ['default'],
  },
});
