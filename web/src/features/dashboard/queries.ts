import { useQuery } from '@tanstack/react-query';
import { api, exchange } from '@/api/client';
import type { Schema } from '@/api/types';
import { session } from '@/app/session/session';
import { useMay } from '@/app/session/use_session';

// No event tells of these; they are measured when asked.
const HEALTH_MS = 15_000;
const SYSTEM_MS = 10_000;
const NUMBERS_MS = 5_000;
const SERVICES = ['workspace', 'point', 'ottb', 'dci'] as const;

export interface ServiceHealth {
  service: (typeof SERVICES)[number];
  status: 'ok' | 'degraded' | 'down';
  version: string | null;
  uptime: number | null; // seconds
  bad: { check: string; status: string }[];
}

async function healthOf(service: ServiceHealth['service'], signal: AbortSignal): Promise<ServiceHealth> {
  try {
    const report = (await (await exchange('get', `/api/${service}/health`, { signal, token: await session.token() })).json()) as Schema<'Health'>;
    const bad = Object.entries(report.checks ?? {}).filter(([, { status }]) => status !== 'ok').map(([check, { status }]) => ({ check, status }));
    return { service, status: report.status, version: report.version ?? null, uptime: report.uptime_s ?? null, bad };
  } catch (error) {
    if (signal.aborted) throw error;
    return { service, status: 'down', version: null, uptime: null, bad: [] };
  }
}

/// Sums that the server keeps: asked for again and again, for it counts nothing to answer.
export function useNumbers() {
  return useQuery({ queryKey: ['dashboard'], queryFn: ({ signal }) => api.get('/api/dashboard', { signal }), refetchInterval: NUMBERS_MS, enabled: useMay('dashboard.read') });
}

export function useHealth() {
  return useQuery({ queryKey: ['health'], queryFn: ({ signal }) => Promise.all(SERVICES.map((service) => healthOf(service, signal))), refetchInterval: HEALTH_MS });
}

export function useSystem() {
  return useQuery({ queryKey: ['monitor', 'system'], queryFn: ({ signal }) => api.get('/api/monitor/system', { signal }), refetchInterval: SYSTEM_MS, enabled: useMay('monitor.read') });
}

export function usePbx() {
  return useQuery({ queryKey: ['pbx', 'status'], queryFn: ({ signal }) => api.get('/api/pbx/status', { signal }), enabled: useMay('system.read') });
}

/// What lets calls be recorded, for who may see how the platform is set.
export function useRecordingPolicy() {
  return useQuery({ queryKey: ['recordings', 'policy'], queryFn: ({ signal }) => api.get('/api/recordings/policy', { signal }), enabled: useMay('system.read') });
}

/// Whether there has ever been a call.
export function useAnyCall() {
  return useQuery({ queryKey: ['calls', 'history', {}, 'newest', 'one'], queryFn: ({ signal }) => api.list('/api/calls', { query: { limit: 1 }, signal }), select: ({ total }) => total > 0, enabled: useMay('calls.read') });
}
