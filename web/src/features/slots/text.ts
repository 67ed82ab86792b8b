import { textNow, textOf } from '@/i18n';
import type en from './en';

export const useSlotsText = textOf<typeof en>('slots');
export const slotsTextNow = () => textNow<typeof en>('slots');
