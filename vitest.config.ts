import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** How long something that is to happen may take on a machine that is busy: Vitest's own second is not enough for a process. */
const poll = { timeout: 15_000 };

/**
 * Unit tests need nothing; integration tests share one real PostgreSQL server, started once for the run; end-to-end
 * tests need the build, and drive the whole product in a real Chromium.
 */
export default defineConfig({
  test: {
    // Vitest leaves one processor to itself; on a machine of two that is one test at a time, which mostly waits.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/integration/set-up.ts'],
          expect: { poll },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/harness/template.ts'],
          expect: { poll },
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
