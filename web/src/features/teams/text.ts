import { textNow, textOf } from '@/i18n';
import type en from './en';

export const useTeamsText = textOf<typeof en>('teams');
export const teamsTextNow = () => textNow<typeof en>('teams');
