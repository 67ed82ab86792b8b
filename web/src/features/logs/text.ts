import { textOf } from '@/i18n';
import type en from './en';

export const useLogsText = textOf<typeof en>('logs');
