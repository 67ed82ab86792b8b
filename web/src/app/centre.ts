// Where the centre is: asked for when somebody is signed in, so that numbers and times are read as people there do.
import { api } from '@/api/client';
import { country, zone } from '@/design/format';
import { session } from './session/session';

let asked = false;

async function ask(): Promise<void> {
  if (asked || session.state.status !== 'active') return;
  asked = true;
  try {
    const centre = await api.get('/api/centre');
    country.set(centre.country);
    zone.set(centre.timezone);
  } catch {
    asked = false; // with the next change of the session again
  }
}

export function startCentre(): void {
  session.subscribe(() => void ask());
  void ask();
}
