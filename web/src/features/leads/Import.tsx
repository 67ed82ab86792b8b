import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { Button } from '@/design/Button';
import { Field, Input, Select } from '@/design/Field';
import { Meter } from '@/design/Meter';
import { Page } from '@/design/Page';
import { Notice, Section } from '@/design/Parts';
import { toastError } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { importFailureInWords, rejectInWords } from '@/design/error_words';
import { useImport, useLeadWrites } from './queries';
import { useLeadsText } from './text';
import { previewOf, runImport, type Mapping, type Policy, type Preview } from './upload';
import styles from './leads.module.css';

const FIELDS = ['client_name', 'phone', 'email', 'status', 'source', 'timezone', 'region'] as const;
const POLICIES: Policy[] = ['skip', 'update', 'create'];

/// A file of leads: what is in it, what each column becomes, and how far it is.
export default function LeadImport() {
  const t = useLeadsText();
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [policy, setPolicy] = useState<Policy>('skip');
  const [running, setRunning] = useState<string | null>(null);
  const look = useSubmit(async (chosen: File, wanted?: Mapping) => {
    const seen = await previewOf(chosen, wanted);
    setPreview(seen);
    setMapping(Object.fromEntries(seen.columns.map((column) => [column.title, column.field])));
  });
  const start = useSubmit(async () => { if (file) setRunning((await runImport(file, mapping, policy)).id); });
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    setPreview(null);
    setRunning(null);
    void look.submit(chosen);
  };
  const map = (title: string, field: string) => {
    const next = { ...mapping, [title]: field || null };
    setMapping(next);
    if (file) void look.submit(file, next);
  };
  return (
    <Page title={t('importTitle')} back={{ to: '/leads', label: t('title') }}>
      <Section>
        <Field label={t('importChoose')} hint={t('importHint')} error={look.message ?? undefined}>
          <Input type="file" accept=".csv,.txt,text/csv" onChange={(event) => choose(event.target.files?.[0])} />
        </Field>
      </Section>
      {running ? <Progress id={running} /> : preview && (
        <Section title={t('importPreview')}>
          <div className="column">
            <p>{t('rowsChecked', { valid: preview.valid, rows: preview.rows_checked })}</p>
            <Columns preview={preview} mapping={mapping} onMap={map} />
            {preview.rejects.slice(0, 5).map((reject) => <p key={reject.row} className="quiet small">{t('row')} {reject.row}: {rejectInWords(reject.reason)}</p>)}
            <Field label={t('policy')}><Select value={policy} choices={POLICIES.map((value) => ({ value, label: t(`policy.${value}`) }))} onPick={setPolicy} /></Field>
            {start.message && <Notice tone="fault">{start.message}</Notice>}
            <div className="row"><Button kind="primary" icon={<FileUp />} busy={start.busy || look.busy} onClick={() => void start.submit()}>{t('runImport')}</Button></div>
          </div>
        </Section>
      )}
    </Page>
  );
}

function Columns({ preview, mapping, onMap }: { preview: Preview; mapping: Mapping; onMap: (title: string, field: string) => void }) {
  const t = useLeadsText();
  const names = { client_name: t('name'), phone: t('phone'), email: t('email'), status: t('status'), source: t('source'), timezone: t('timezone'), region: t('region') };
  return (
    <div className={styles.columns}>
      <b>{t('column')}</b><b>{t('becomes')}</b><b>{t('samples')}</b>
      {preview.columns.map((column) => {
        const own = `fields.${column.title}`;
        const now = mapping[column.title] ?? '';
        const choices = [{ value: '', label: t('leftOut') }, ...FIELDS.map((field) => ({ value: field as string, label: names[field] })),
          { value: now.startsWith('fields.') ? now : own, label: t('ofFields', { name: column.title }) }];
        return [
          <span key={`${column.title} name`}>{column.title}</span>,
          <Select key={`${column.title} field`} aria-label={`${column.title}: ${t('becomes')}`} value={now} choices={choices} onPick={(field) => onMap(column.title, field)} />,
          <span key={`${column.title} samples`} className="quiet small">{column.samples.slice(0, 3).join(' · ')}</span>,
        ];
      })}
    </div>
  );
}

function Progress({ id }: { id: string }) {
  const t = useLeadsText();
  const { cancelImport } = useLeadWrites();
  const { data } = useImport(id);
  if (!data) return null;
  const over = ['done', 'cancelled', 'failed'].includes(data.state);
  return (
    <Section title={`${data.name}: ${t(`state.${data.state}`)}`}>
      <div className="column" role="status">
        <Meter value={data.bytes_read} of={Math.max(1, data.bytes)} label={t('importTitle')} />
        <p>{t('progress', { rows: data.rows, created: data.created, updated: data.updated, skipped: data.skipped, rejected: data.rejected })}</p>
        {data.problem && <Notice tone="fault">{importFailureInWords()}</Notice>}
        <div className="row">
          {over ? <Link to="/leads">{t('toLeads')}</Link> : <Button onClick={() => void cancelImport(id).catch(toastError)}>{t('stop')}</Button>}
          {data.rejected > 0 && <a href={`/api/crm/imports/${id}/rejects`} download>{t('rejects')}</a>}
        </div>
      </div>
    </Section>
  );
}
