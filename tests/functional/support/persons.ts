// Somebody of their own for each test, and roles of their own.
import { expectStatus, type Client } from './client.ts';
import type { Vss } from './vss.ts';

export const PASSWORD = 'a-password-for-tests';

export interface Person {
  id: string;
  username: string;
  client: Client;
}

export function usePersons(vss: Vss) {
  let made = 0;
  return {
    /// Made and signed in.
    async somebody(role = 'operator', password = PASSWORD): Promise<Person> {
      const username = `user${++made}`;
      const admin = await vss.as('admin');
      const { id } = expectStatus(await admin.post('/api/users', { username, password, role }), 201);
      return { id, username, client: await vss.signIn(username, password) };
    },
    async roleOf(permissions: unknown, name = `role${++made}`): Promise<{ id: string; name: string }> {
      return expectStatus(await (await vss.as('admin')).post('/api/roles', { name, permissions }), 201);
    },
    /// Tries to sign in; `from` is the address that it comes from.
    login: (username: string, password: string, from = '127.0.0.1') => vss.client().from(from).post('/api/auth/login', { username, password }),
  };
}

export async function within(ms: number, condition: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + ms;
  while (!(await condition())) if (Date.now() > until) throw new Error(`not within ${ms} ms`);
}
