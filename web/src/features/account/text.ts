import { textOf } from '@/i18n';
import type en from './en';

export const useAccountText = textOf<typeof en>('account');
