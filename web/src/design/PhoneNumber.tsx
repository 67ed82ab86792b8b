import { formatPhone } from './format';

export function PhoneNumber({ number }: { number: string | null | undefined }) {
  if (!number) return <span className="quiet">—</span>;
  return <span className="num nowrap">{formatPhone(number)}</span>;
}
