import { textOf } from '@/i18n';
import type en from './en';

export const useAuditText = textOf<typeof en>('audit');
