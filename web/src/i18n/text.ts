import { textNow, textOf } from './index';
import type en from './en';

/// Texts of the shell and the kit.
export const useCommonText = textOf<typeof en>('common');
export const commonTextNow = () => textNow<typeof en>('common');
