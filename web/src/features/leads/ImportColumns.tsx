import { Fragment } from 'react';
import { Select } from '@/design/Field';
import { useLeadsText } from './text';
import { numberOfUntitled, type Mapping, type Preview } from './upload';
import styles from './leads.module.css';

const FIELDS = ['client_name', 'phone', 'email', 'status', 'source', 'timezone', 'region'] as const;

/// What each column of the file becomes, with values out of it.
export function ImportColumns({ preview, mapping, onMap }: { preview: Preview; mapping: Mapping; onMap: (title: string, field: string) => void }) {
  const t = useLeadsText();
  const names = { client_name: t('name'), phone: t('phone'), email: t('email'), status: t('status'), source: t('source'), timezone: t('timezone'), region: t('region') };
  return (
    <div className={styles.columns}>
      <b>{t('column')}</b><b>{t('becomes')}</b><b>{t('samples')}</b>
      {preview.columns.map((column, index) => {
        const untitled = numberOfUntitled(column.title);
        const title = untitled ? t('columnNumber', { number: untitled }) : column.title;
        const now = mapping[column.title] ?? '';
        const choices = [{ value: '', label: t('leftOut') }, ...FIELDS.map((field) => ({ value: field as string, label: names[field] })),
          { value: now.startsWith('fields.') ? now : `fields.${title}`, label: t('ofFields', { name: title }) }];
        return (
          <Fragment key={index}>
            <span className={styles.columnTitle}>{title}</span>
            <Select aria-label={`${title}: ${t('becomes')}`} value={now} choices={choices} onPick={(field) => onMap(column.title, field)} />
            <span className={`quiet small ${styles.columnTitle}`}>{column.samples.slice(0, 3).join(' · ')}</span>
          </Fragment>
        );
      })}
    </div>
  );
}
