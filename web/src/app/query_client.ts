import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/errors';
import { session } from './session/session';

/// The server's state on this side. Events keep it current (realtime/), so nothing is fetched again just for its age while
/// connected; a failed network is tried again, a refusal is not.
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 300_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 3 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
      retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 10_000),
    },
    mutations: { retry: false },
  },
});

// What one person saw is not for the next.
session.subscribe(() => {
  if (session.state.status === 'anonymous') queries.clear();
});
