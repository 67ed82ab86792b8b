// Telephones on a centre without a provider: what they dial, and how they take calls.
import { describe, it } from 'vitest';
import { useVss } from '../functional/support/vss.ts';
import { Centre } from './support/centre.ts';
import { ask, callPhone } from './support/play.ts';
import { DIALLED, PHONE } from './table.ts';

const centre = new Centre(useVss());

describe.concurrent('a phone that dials', () => {
  it.each(DIALLED)('$about', async (row) => centre.untouched(await ask(centre, row)));
});

describe.concurrent('a phone that is called', () => {
  it.each(PHONE)('$about', (row) => callPhone(centre, row));
});
