import { expect, test } from 'vitest';
import { credentialsCsv, problemKey } from './bulk_rows';

const row = { line: 2, username: 'anna', email: null, role: 'operator', result: 'created' as const, problems: {} };

test('the file of passwords has those that were made up', () => {
  expect(credentialsCsv([{ ...row, password: 'abc' }, { ...row, line: 3, username: 'boris' }, { ...row, line: 4, username: 'x,y', password: 'a"b' }]))
    .toBe('username,password\r\nanna,abc\r\n"x,y","a""b"\r\n');
});

test('each problem has words of the page', () => {
  expect(problemKey('username', 'is taken')).toBe('bulkProblem.taken');
  expect(problemKey('username', 'is in line 3 already')).toBe('bulkProblem.twice');
  expect(problemKey('username', 'wants 3 to 64 letters')).toBe('usernameWants');
  expect(problemKey('role', 'names no role that exists')).toBe('bulkProblem.role');
  expect(problemKey('role', 'the role admin has the permission all, which you don’t have yourself')).toBe('bulkProblem.mayNot');
  expect(problemKey('row', 'has more cells than the header')).toBe('bulkProblem.cells');
});
