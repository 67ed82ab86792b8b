import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '@/api/client';
import { usePagedList, type PagedList } from '@/api/paged_list';
import { useEvent, useTopic } from '@/realtime/realtime';
import { fitsFilter, pushed, type LogFilter, type LogLine } from './tail';

const FOUND_PAGE = 200;
export const keyOfLine = (line: LogLine) => line.id;

const queryOf = ({ min_severity, module, q }: LogFilter) => ({ ...(min_severity && { min_severity }), ...(module && { module }), ...(q && { q }) });

/// Newest first, at any depth.
export function useLogs(filter: LogFilter): PagedList<LogLine> {
  return usePagedList<LogLine>({ name: ['logs', 'all', filter], fetch: (place, signal) => api.list('/api/dci/logs', { query: { ...place, ...queryOf(filter) }, signal }), keyOf: keyOfLine });
}

/// Lines that hold a text: no index knows where they are, so they are looked for from the newest back as one scrolls.
export function useFoundLines(filter: LogFilter) {
  return useInfiniteQuery({
    queryKey: ['logs', 'found', filter],
    queryFn: ({ pageParam, signal }) => api.list('/api/dci/logs', { query: { limit: FOUND_PAGE, ...queryOf(filter), ...(pageParam && { cursor: pageParam }) }, signal }),
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
