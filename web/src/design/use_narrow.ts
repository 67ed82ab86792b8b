import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 760px)');

/// On a phone.
export const useNarrow = () => useSyncExternalStore((listener) => {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}, () => query.matches);
