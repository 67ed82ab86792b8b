import { textOf } from '@/i18n';
import type en from './en';

export const useTeamsText = textOf<typeof en>('teams');
