import { textNow, textOf } from '@/i18n';
import type en from './en';

export const useUsersText = textOf<typeof en>('users');
export const usersTextNow = () => textNow<typeof en>('users');
