import { expect, it } from 'vitest';
import { scenarioFiles } from './support/sipp.ts';
import { DIALLED, EDGE, PHONE, PROVIDER, REGISTRAR } from './table.ts';

it('the table plays every scenario of the folder', () => {
  const played = [REGISTRAR, EDGE, DIALLED, PHONE, PROVIDER].flat().map((row) => row.scenario);
  expect([...new Set(played)].sort()).toEqual(scenarioFiles());
});
