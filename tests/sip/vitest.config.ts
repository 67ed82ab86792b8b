import { defineConfig } from 'vitest/config';

// Tests of calls mostly wait: for ringing, for time-outs of the protocol. So more files run at once than there are cores.
export default defineConfig({
  test: {
    include: ['sip/**/*.test.ts'],
    globalSetup: ['functional/support/global_setup.ts'],
    retry: 1, // who needed it is named by ./test.sh
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    poolOptions: { forks: { maxForks: 4, minForks: 1 } },
    maxConcurrency: 16,
    testTimeout: 100_000,
    hookTimeout: 90_000,
  },
});
