import { useEffect, useState } from 'react';
import { Combobox } from '@/design/Combobox';
import { DateRange } from '@/design/DateRange';
import { Select } from '@/design/Field';
import { SearchBox } from '@/design/Page';
import { checkPhone, phoneLibrary } from '@/design/PhoneInput';
import { useUsers } from '@/features/users/public';
import { useCommonText } from '@/i18n/text';
import { outcomeInWords } from '@/i18n/words';
import { OUTCOMES, type HistoryFilter } from './queries';
import { useCallsText } from './text';
import styles from './calls.module.css';

interface Props {
  filter: HistoryFilter;
  onChange: (part: Partial<HistoryFilter>) => void;
  /// Something stands in the field that is no whole number (yet).
  onUnfinished: (unfinished: boolean) => void;
}

/// What the history is narrowed by. A number counts once it is whole.
export function Filters({ filter, onChange, onUnfinished }: Props) {
  const t = useCallsText();
  const common = useCommonText();
  const users = useUsers().data?.items;
  return (
    <>
      {users && <span className={styles.who}><Combobox aria-label={t('who')} placeholder={t('who')} value={filter.user || null} onPick={(id) => onChange({ user: id ?? '' })} options={users.map((user) => ({ value: user.id, text: user.username }))} /></span>}
      <span className={styles.choice}><Select aria-label={t('outcome')} value={filter.outcome} empty={t('anyOutcome')} choices={OUTCOMES.map((value) => ({ value, label: outcomeInWords(value, common) }))} onPick={(outcome) => onChange({ outcome })} /></span>
      <DateRange from={filter.from} to={filter.to} fromLabel={t('from')} toLabel={t('to')} onChange={onChange} />
      <NumberSearch number={filter.number} onFound={(number) => onChange({ number })} onUnfinished={onUnfinished} />
    </>
  );
}

function NumberSearch({ number, onFound, onUnfinished }: { number: string; onFound: (e164: string) => void; onUnfinished: (unfinished: boolean) => void }) {
  const t = useCallsText();
  const [text, setText] = useState(number);
  useEffect(() => {
    let current = true;
    void phoneLibrary().then((library) => {
      const check = checkPhone(library, text);
      const found = check.state === 'valid' ? check.e164 : '';
      if (!current) return;
      onUnfinished(check.state === 'unfinished' || check.state === 'invalid');
      if (found !== number) onFound(found);
    });
    return () => { current = false; };
    // Only what is typed asks; `number` follows from it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  return <SearchBox label={t('wholeNumber')} value={text} onChange={setText} />;
}
