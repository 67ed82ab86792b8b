import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Rollup } from 'vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/// The modules that the first page loads whatever it is: what the entry imports without import(). One file packs better than forty.
/// The entry itself is another: it waits for the page's code (main.tsx), which would wait for it to end.
function shellOf(): (id: string, graph: { getModuleInfo: (id: string) => Rollup.ModuleInfo | null }) => string | undefined {
  const known = new Map<string, boolean>();
  return function chunk(id, graph) {
    const isOfShell = (one: string): boolean => {
      const before = known.get(one);
      if (before !== undefined) return before;
      known.set(one, false); // while it is looked at: a circle proves nothing
      const module = graph.getModuleInfo(one);
      const found = module !== null && (module.isEntry || module.importers.some(isOfShell));
      known.set(one, found);
      return found;
    };
    return isOfShell(id) && id !== here('./src/main.tsx') && graph.getModuleInfo(id)?.isEntry !== true ? 'shell' : undefined;
  };
}

/// `VSS_URL=http://localhost:3000 npm run dev` develops against a VSS that runs.
const target = process.env.VSS_URL ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      '@': here('./src'),
      // Radix locks the page's scrolling by a <style> that it injects, which our Content-Security-Policy forbids. The shell
      // never scrolls as a whole, so there is nothing to lock.
      'react-remove-scroll': here('./src/design/no_scroll_lock.tsx'),
    },
  },
  // The Host stays the browser's own: VSS signs in pages of its own origin only.
  server: { proxy: { '/api': { target, changeOrigin: false }, '/socket.io': { target, ws: true, changeOrigin: false } } },
  build: {
    target: 'es2022',
    outDir: here('../build/web/dist'),
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: { output: { manualChunks: shellOf() } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test_setup.ts'],
    restoreMocks: true,
    testTimeout: 30_000, // for a machine that is busy with other tests
  },
});
