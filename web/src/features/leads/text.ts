import { textNow, textOf } from '@/i18n';
import type en from './en';

export const useLeadsText = textOf<typeof en>('leads');
export const leadsTextNow = () => textNow<typeof en>('leads');
