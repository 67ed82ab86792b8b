// Words for what the server names by a code. A code that is not known here (a newer server's) is shown as it came.
import { hasText, type Translate } from './index';
import type en from './en';

type CommonText = Translate<typeof en>;

const known = (key: string): key is Parameters<CommonText>[0] => hasText('common', key);
const wordFor = (prefix: string, code: string, t: CommonText): string => {
  const key = `${prefix}.${code}`;
  return known(key) ? t(key) : code.replaceAll('_', ' ');
};

export const hangupInWords = (cause: string, t: CommonText): string => wordFor('hangup', cause, t);
export const outcomeInWords = (outcome: string, t: CommonText): string => wordFor('outcome', outcome, t);

/// Built-in roles have a name in each language; others are called what whoever made them called them.
export const roleInWords = (role: string, t: CommonText): string => {
  const key = `role.${role}`;
  return known(key) ? t(key) : role;
};

/// What a role is for: of a built-in one in each language, of others as whoever made them described them.
export const roleAboutInWords = (role: string, description: string, t: CommonText): string => {
  const key = `roleAbout.${role}`;
  return known(key) ? t(key) : description;
};
