import { useId } from 'react';
import type { Trunk } from '@/api/types';
import { useTrunksText } from './text';
import styles from './trunks.module.css';

const TYPES: Trunk['type'][] = ['auto', 'mf', 'ls'];

/// Each type with what it means, as one chooses it once and lives with it.
export function TypeChoice({ value, onChange, fixed }: { value: Trunk['type']; onChange: (type: Trunk['type']) => void; fixed: boolean }) {
  const t = useTrunksText();
  const id = useId();
  return (
    <fieldset className={styles.types} disabled={fixed}>
      <legend>{t('type')}</legend>
      {TYPES.map((type) => (
        <div key={type} className={styles.type}>
          <input id={`${id}-${type}`} type="radio" name={id} checked={value === type} aria-describedby={`${id}-${type}-about`} onChange={() => onChange(type)} />
          <div><label htmlFor={`${id}-${type}`}>{t(`typeName.${type}`)}</label><p id={`${id}-${type}-about`} className="quiet">{t(`about.${type}`)}</p></div>
        </div>
      ))}
      {fixed && <p className="small quiet">{t('typeFixed')}</p>}
    </fieldset>
  );
}
