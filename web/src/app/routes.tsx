// The pages. One line each: where it is, who may see it, and where its code comes from (fetched when it is first opened).
// With `nav` it is in the rail, in this order, and `go` is its key after `g`.
import { ChartColumn, Gauge, Network, Phone, PhoneCall, ScrollText, Stamp, UserCog, Users } from 'lucide-react';
import type { ComponentType } from 'react';
import type { LucideIcon } from 'lucide-react';
import type { Bilingual } from '@/i18n';

export interface PageRoute {
  path: string;
  needs: string | null; // a permission; null: anyone signed in
  feature: string; // features/<feature>: its texts are fetched beside the page
  load: () => Promise<{ default: ComponentType }>;
  nav?: { title: Bilingual; icon: LucideIcon; go: string };
}

export const pages: PageRoute[] = [
  { path: '/dashboard', needs: 'dashboard.read', feature: 'dashboard', load: () => import('@/features/dashboard/Dashboard'), nav: { title: { en: 'Dashboard', ru: 'Сводка' }, icon: Gauge, go: 'd' } },
  { path: '/calls', needs: 'calls.read', feature: 'calls', load: () => import('@/features/calls/List'), nav: { title: { en: 'Calls', ru: 'Звонки' }, icon: PhoneCall, go: 'c' } },
  { path: '/calls/:id', needs: 'calls.read', feature: 'calls', load: () => import('@/features/calls/Detail') },
  { path: '/call', needs: 'calls.create', feature: 'calls', load: () => import('@/features/calls/Pad') },
  { path: '/leads', needs: 'crm.read', feature: 'leads', load: () => import('@/features/leads/List'), nav: { title: { en: 'Leads', ru: 'Лиды' }, icon: Users, go: 'l' } },
  { path: '/leads/import', needs: 'crm.write', feature: 'leads', load: () => import('@/features/leads/Import') },
  { path: '/leads/:id', needs: 'crm.read', feature: 'leads', load: () => import('@/features/leads/Detail') },
  { path: '/slots', needs: 'slots.read', feature: 'slots', load: () => import('@/features/slots/List'), nav: { title: { en: 'Slots', ru: 'Слоты' }, icon: Phone, go: 's' } },
  { path: '/slots/:id', needs: 'slots.read', feature: 'slots', load: () => import('@/features/slots/Detail') },
  { path: '/trunks', needs: 'trunks.read', feature: 'trunks', load: () => import('@/features/trunks/List'), nav: { title: { en: 'Trunks', ru: 'Транки' }, icon: Network, go: 't' } },
  { path: '/trunks/:id', needs: 'trunks.read', feature: 'trunks', load: () => import('@/features/trunks/Detail') },
  { path: '/reports', needs: 'reports.read', feature: 'reports', load: () => import('@/features/reports/Reports'), nav: { title: { en: 'Reports', ru: 'Отчёты' }, icon: ChartColumn, go: 'r' } },
  { path: '/users', needs: 'users.read', feature: 'users', load: () => import('@/features/users/List'), nav: { title: { en: 'Users', ru: 'Пользователи' }, icon: UserCog, go: 'u' } },
  { path: '/users/bulk', needs: 'users.create', feature: 'users', load: () => import('@/features/users/Bulk') },
  { path: '/roles', needs: 'roles.read', feature: 'roles', load: () => import('@/features/roles/Roles') },
  { path: '/teams', needs: 'users.read', feature: 'teams', load: () => import('@/features/teams/List') },
  { path: '/audit', needs: 'audit.read', feature: 'audit', load: () => import('@/features/audit/Audit'), nav: { title: { en: 'Audit', ru: 'Аудит' }, icon: Stamp, go: 'a' } },
  { path: '/logs', needs: 'logs.read', feature: 'logs', load: () => import('@/features/logs/Logs'), nav: { title: { en: 'Logs', ru: 'Логи' }, icon: ScrollText, go: 'o' } },
  { path: '/account', needs: null, feature: 'account', load: () => import('@/features/account/Account') },
];

// What lives in the right dock on every page and survives navigation. Each is there for those who hold `needs`; one that
// renders nothing takes no room.
export interface DockPart {
  id: string;
  needs: string;
  load: () => Promise<{ default: ComponentType }>;
}

export const dockParts: DockPart[] = [
  { id: 'live call', needs: 'calls.read', load: () => import('@/features/calls/Live') },
];
