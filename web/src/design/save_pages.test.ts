import { expect, test, vi } from 'vitest';
import * as download from './download';
import { savePages } from './save_pages';

test('a list that is longer than a file may be is cut, and that is told', async () => {
  vi.spyOn(download, 'saveAs').mockReturnValue(undefined);
  let rows = 0;
  const fetchPage = vi.fn(async () => ({ text: 'x\r\n', rows: (rows += 10), next: 'more' }));
  expect(await savePages('x.csv', fetchPage, vi.fn(), 25)).toBe(false);
  expect(fetchPage.mock.calls).toEqual([[null], ['more'], ['more']]);
  expect(download.saveAs).toHaveBeenCalledOnce();
});
