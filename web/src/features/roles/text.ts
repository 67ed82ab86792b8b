import { textOf } from '@/i18n';
import type en from './en';

export const useRolesText = textOf<typeof en>('roles');
