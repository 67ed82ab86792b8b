import { FileDown, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { Badge } from '@/design/Badge';
import { Button } from '@/design/Button';
import { saveAs } from '@/design/download';
import { Field, Select } from '@/design/Field';
import { FileInput } from '@/design/FileInput';
import { Page } from '@/design/Page';
import { Notice, Section } from '@/design/Parts';
import { useSubmit } from '@/design/use_submit';
import { useRoles } from '@/features/roles/public';
import { useCommonText } from '@/i18n/text';
import { roleInWords } from '@/i18n/words';
import { credentialsCsv, problemKey } from './bulk_rows';
import { previewFile, useUserWrites, type BulkUser, type BulkUsers } from './queries';
import { useUsersText } from './text';
import styles from './users.module.css';

// A password that is left out is made up.
export const EXAMPLE = 'username,email,role,password\noperator7,operator7@example.com,operator,\noperator8,operator8@example.com,operator,a-password-of-your-own\n';

/// Many users from a CSV file: what is in it, then, at a press, all that is right at once.
export default function BulkUsersPage() {
  const t = useUsersText();
  const common = useCommonText();
  const writes = useUserWrites();
  const roles = useRoles().data?.items ?? [];
  const [file, setFile] = useState<File | null>(null);
  const [role, setRole] = useState('operator');
  const [preview, setPreview] = useState<BulkUsers | null>(null);
  const [made, setMade] = useState<BulkUsers | null>(null);
  const look = useSubmit(async (chosen: File, given: string) => setPreview(await previewFile(given, chosen)));
  const create = useSubmit(async () => {
    if (file) setMade(await writes.createFromFile(role, file));
  });
  const choose = (chosen: File | undefined, given = role) => {
    if (!chosen) return;
    setFile(chosen);
    setPreview(null);
    setMade(null);
    void look.submit(chosen, given);
  };
  const pickRole = (given: string) => {
    setRole(given);
    choose(file ?? undefined, given);
  };
  const choices = [...new Set([...roles.map((one) => one.name), role])].map((name) => ({ value: name, label: roleInWords(name, common) }));
  const shown = made ?? preview;
  return (
    <Page title={t('bulkTitle')} back={{ to: '/users', label: t('title') }}>
      <div className={styles.bulk}>
        <Section>
          <div className="column">
            <Field label={t('bulkFile')} need="required" hint={t('bulkHint')} error={look.field('file') ?? look.message ?? undefined}>
              <FileInput accept=".csv,.txt,text/csv" file={file} onChoose={choose} />
            </Field>
            <Field label={t('bulkRole')} hint={t('bulkRoleHint')}><Select value={role} choices={choices} onPick={pickRole} /></Field>
            <div><Button icon={<FileDown />} onClick={() => saveAs('users.csv', new Blob([EXAMPLE], { type: 'text/csv' }))}>{t('bulkExample')}</Button></div>
          </div>
        </Section>
        {shown && (
          <Section title={t(made ? 'bulkDone' : 'bulkPreview')}>
            <div className="column">
              <p role="status">{t(made ? 'bulkCreated' : 'bulkReady', { count: shown.good })}{shown.refused > 0 && ` ${t('bulkRefused', { count: shown.refused })}`}</p>
              {create.message && <Notice tone="fault">{create.message}</Notice>}
              {made ? <Made users={made} /> : (
                shown.good === 0 ? <Notice>{t('bulkNothing')}</Notice> : <div><Button kind="primary" icon={<UserPlus />} busy={create.busy || look.busy} onClick={() => void create.submit()}>{t('bulkCreate', { count: shown.good })}</Button></div>
              )}
              <Rows rows={shown.rows} />
            </div>
          </Section>
        )}
      </div>
    </Page>
  );
}

function Made({ users }: { users: BulkUsers }) {
  const t = useUsersText();
  const hasPasswords = users.rows.some((row) => row.password);
  return (
    <>
      {hasPasswords && <Notice tone="warning" action={<Button icon={<FileDown />} onClick={() => saveAs('vss-passwords.csv', new Blob([credentialsCsv(users.rows)], { type: 'text/csv' }))}>{t('bulkPasswords')}</Button>}>{t('bulkPasswordsOnce')}</Notice>}
      <div><Link to="/users">{t('bulkToUsers')}</Link></div>
    </>
  );
}

function Rows({ rows }: { rows: BulkUser[] }) {
  const t = useUsersText();
  const common = useCommonText();
  return (
    <ul className={styles.rows} aria-label={t('bulkRows')}>
      {rows.map((row) => (
        <li key={row.line}>
          <span className="quiet small">{t('bulkLine', { number: row.line })}</span>
          <b>{row.username || '—'}</b>
          <span className="quiet">{row.email}</span>
          <span>{row.role && roleInWords(row.role, common)}</span>
          {row.result === 'refused' ? <Badge tone="fault">{t('bulkResult.refused')}</Badge> : <Badge tone="ready">{t(`bulkResult.${row.result}`)}</Badge>}
          {Object.entries(row.problems).map(([field, wants]) => <p key={field} className={styles.problem}>{t(problemKey(field, wants))}</p>)}
        </li>
      ))}
    </ul>
  );
}
