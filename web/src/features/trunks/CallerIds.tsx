import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/design/Button';
import { Field } from '@/design/Field';
import { PhoneInput, type PhoneCheck } from '@/design/PhoneInput';
import { PhoneNumber } from '@/design/PhoneNumber';
import { formatPhone } from '@/design/format';
import { useTrunksText } from './text';
import styles from './trunks.module.css';

/// A list of numbers, each checked as it is typed.
export function CallerIds({ numbers, onChange, error }: { numbers: string[]; onChange: (numbers: string[]) => void; error?: string | undefined }) {
  const t = useTrunksText();
  const [text, setText] = useState('');
  const [check, setCheck] = useState<PhoneCheck>({ state: 'empty' });
  const twice = check.state === 'valid' && numbers.includes(check.e164);
  const wrong = twice ? t('twice') : check.state === 'invalid' ? t('badNumber') : undefined;
  const add = () => {
    if (check.state !== 'valid' || twice) return;
    onChange([...numbers, check.e164]);
    setText('');
    setCheck({ state: 'empty' });
  };
  return (
    <div className="column">
      <Field label={t('callerIds')} hint={t('callerIdsHint')} error={wrong ?? error}>
        {numbers.length > 0 && (
          <ul className={styles.numbers}>
            {numbers.map((number) => (
              <li key={number}><PhoneNumber number={number} />
                <IconButton label={t('removeCallerId', { number: formatPhone(number) })} icon={<X />} onClick={() => onChange(numbers.filter((one) => one !== number))} />
              </li>
            ))}
          </ul>
        )}
        <div className="row">
          <div className="grow"><PhoneInput value={text} onChange={(next, judged) => { setText(next); setCheck(judged); }} /></div>
          <Button icon={<Plus />} blocked={(check.state !== 'valid' || twice) && (wrong ?? t('badNumber'))} onClick={add}>{t('addCallerId')}</Button>
        </div>
      </Field>
    </div>
  );
}
