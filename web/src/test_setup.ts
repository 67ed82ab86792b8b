import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll, vi } from 'vitest';

// What jsdom lacks.
vi.stubGlobal('matchMedia', (query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }));
vi.stubGlobal('ResizeObserver', class { observe() {} unobserve() {} disconnect() {} });

beforeAll(async () => {
  const { startLanguages } = await import('./i18n');
  await startLanguages('en');
});
afterEach(cleanup);
