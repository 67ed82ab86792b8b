import { textNow, textOf } from '@/i18n';
import type en from './en';

export const useRolesText = textOf<typeof en>('roles');
export const rolesTextNow = () => textNow<typeof en>('roles');
