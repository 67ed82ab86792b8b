import { expect, test } from 'vitest';
import { csvLines } from './csv';

test('what a spreadsheet would take for a formula is text; a number with its sign stays one', () => {
  expect(csvLines([['=1+1', '@sum', '-a', '+7 (999) 123-45', '+79991234567', '-12.5']], 'comma')).toBe("'=1+1,'@sum,'-a,'+7 (999) 123-45,+79991234567,-12.5\r\n");
});

test('cells hold separators, quotes and lines', () => {
  expect(csvLines([['a,b', 'c;d', 'say "x"', 'two\nlines', null, undefined, false]], 'comma')).toBe('"a,b","c;d","say ""x""","two\nlines",,,false\r\n');
});

test('where lists have semicolons the decimal sign is the comma', () => {
  expect(csvLines([['x', 1.5], ['y', 2]], 'semicolon')).toBe('x;"1,5"\r\ny;2\r\n');
  expect(csvLines([['x', 1.5]], 'comma')).toBe('x,1.5\r\n');
});
