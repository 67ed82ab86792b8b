import { textOf } from '@/i18n';
import type en from './en';

export const useDashboardText = textOf<typeof en>('dashboard');
