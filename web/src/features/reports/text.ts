import { textOf } from '@/i18n';
import type en from './en';

export const useReportsText = textOf<typeof en>('reports');
