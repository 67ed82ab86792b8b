import { textNow, textOf } from '@/i18n';
import type en from './en';

export const useCallsText = textOf<typeof en>('calls');
export const callsTextNow = () => textNow<typeof en>('calls');
