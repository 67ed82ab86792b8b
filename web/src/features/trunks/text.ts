import { textNow, textOf } from '@/i18n';
import type en from './en';

export const useTrunksText = textOf<typeof en>('trunks');
export const trunksTextNow = () => textNow<typeof en>('trunks');
