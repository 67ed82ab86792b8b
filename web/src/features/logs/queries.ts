import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '@/api/client';
import { useEvent, useTopic } from '@/realtime/realtime';
import { fitsFilter, pushed, type LogFilter, type LogLine } from './tail';

const PAGE = 200;

/// Newest first, as far back as one scrolls.
export function useLogs(filter: LogFilter) {
  return useInfiniteQuery({
    queryKey: ['logs', 'all', filter],
    queryFn: ({ pageParam, signal }) => api.list('/api/dci/logs', {
      query: { limit: PAGE, ...(filter.min_severity && { min_severity: filter.min_severity }), ...(filter.module && { module: filter.module }), ...(filter.q && { q: filter.q }), ...(pageParam && { cursor: pageParam }) }, signal,
    }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Infinity, // lines never change; what is new comes with the tail
  });
}

/// What has been written since the page was opened and fits.
export function useLiveLines(filter: LogFilter): LogLine[] {
  const [lines, setLines] = useState<LogLine[]>([]);
  const wanted = useRef(filter);
  const name = JSON.stringify(filter);
  useEffect(() => {
    wanted.current = JSON.parse(name) as LogFilter;
    setLines([]);
  }, [name]);
  useTopic('logs');
  useEvent('log.line', useCallback((line: LogLine) => { if (fitsFilter(line, wanted.current)) setLines((before) => pushed(before, line)); }, []));
  return lines;
}
