import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/design/Button';
import { rejectInWords } from '@/design/error_words';
import { Field, Select } from '@/design/Field';
import { formatNumber } from '@/design/format';
import { Page } from '@/design/Page';
import { Notice, Section } from '@/design/Parts';
import { useSubmit } from '@/design/use_submit';
import { DropFile } from './DropFile';
import { ImportColumns } from './ImportColumns';
import { ImportProgress, PastImports } from './Imports';
import { useImportsAgain } from './queries';
import { useLeadsText } from './text';
import { isSpreadsheet, previewOf, runImport, type Mapping, type Policy, type Preview, type Reading } from './upload';
import styles from './leads.module.css';

const POLICIES: Policy[] = ['skip', 'update', 'create'];
const ENCODINGS: Preview['encoding'][] = ['utf-8', 'windows-1251', 'windows-1252', 'windows-1250'];
const DELIMITERS: Preview['delimiter'][] = ['comma', 'semicolon', 'tab', 'pipe'];
const SHOWN_REJECTS = 5;

/// A file of leads: what is in it, what each column becomes, and how far it is.
export default function LeadImport() {
  const t = useLeadsText();
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [reading, setReading] = useState<Reading>({});
  const [policy, setPolicy] = useState<Policy>('skip');
  const [sheet, setSheet] = useState(false);
  const [running, setRunning] = useState<string | null>(null);
  const look = useSubmit(async (chosen: File, wanted?: Mapping, read?: Reading) => {
    const seen = await previewOf(chosen, wanted, read).catch((failure) => {
      setPreview(null); // what was seen before is not what is chosen now
      throw failure;
    });
    setPreview(seen);
    setMapping(Object.fromEntries(seen.columns.map((column) => [column.title, column.field])));
  });
  const imports = useImportsAgain();
  const start = useSubmit(async () => {
    if (!file) return;
    setRunning((await runImport(file, mapping, policy, reading)).id);
    imports();
  });
  const choose = async (chosen: File) => {
    setFile(chosen);
    setPreview(null);
    setReading({});
    setRunning(null);
    look.clear();
    const refused = await isSpreadsheet(chosen);
    setSheet(refused);
    if (!refused) void look.submit(chosen);
  };
  const map = (title: string, field: string) => {
    const next = { ...mapping, [title]: field || null };
    setMapping(next);
    if (file) void look.submit(file, next, reading);
  };
  // Other letters or other columns: what was mapped before may have no title any more.
  const read = (next: Reading) => {
    setReading(next);
    if (file) void look.submit(file, undefined, next);
  };
  const hasPhone = Object.values(mapping).includes('phone');
  return (
    <Page title={t('importTitle')} back={{ to: '/leads', label: t('title') }}>
      <div className={styles.sections}>
        <Section>
          <div className="column">
            <DropFile label={t('importChoose')} hint={t('importHint')} error={sheet ? t('importSpreadsheet') : look.message ?? undefined} file={file} onChoose={(chosen) => void choose(chosen)} />
            {/* Also when the file cannot be read as it is: another encoding may be what it needs. */}
            {running === null && !sheet && (preview ?? look.message) && <ReadingChoices encoding={reading.encoding ?? preview?.encoding} delimiter={reading.delimiter ?? preview?.delimiter} onPick={(part) => read({ ...reading, ...part })} />}
          </div>
        </Section>
        {running ? <ImportProgress id={running} /> : preview && (
          <Section title={t('importPreview')}>
            <div className="column">
              {hasPhone ? <p>{t('rowsChecked', { valid: formatNumber(preview.valid), rows: formatNumber(preview.rows_checked) })}</p> : <Notice tone="warning">{t('importWantsPhone')}</Notice>}
              <ImportColumns preview={preview} mapping={mapping} onMap={map} />
              {hasPhone && preview.rejects.slice(0, SHOWN_REJECTS).map((reject) => <p key={reject.row} className="quiet small">{t('row')} {reject.row}: {rejectInWords(reject.reason)}</p>)}
              {hasPhone && <Warnings rows={preview.warnings} />}
              <div className={styles.importChoices}>
                <Field label={t('policy')}><Select value={policy} choices={POLICIES.map((value) => ({ value, label: t(`policy.${value}`) }))} onPick={setPolicy} /></Field>
              </div>
              {start.message && <Notice tone="fault">{start.message}</Notice>}
              <div className="row"><Button kind="primary" icon={<FileUp />} disabled={!hasPhone} busy={start.busy || look.busy} onClick={() => void start.submit()}>{t('runImport')}</Button></div>
            </div>
          </Section>
        )}
        <PastImports but={running} />
      </div>
    </Page>
  );
}

/// How the file is read, when what was found out by itself is not so.
function ReadingChoices({ encoding, delimiter, onPick }: Reading & { onPick: (part: Reading) => void }) {
  const t = useLeadsText();
  return (
    <div className={styles.importChoices}>
      <Field label={t('encoding')}><Select value={encoding ?? ''} {...(!encoding && { empty: t('foundOut') })} choices={ENCODINGS.map((value) => ({ value, label: t(`encoding.${value}`) }))} onPick={(picked) => onPick({ encoding: picked })} /></Field>
      <Field label={t('delimiter')}><Select value={delimiter ?? ''} {...(!delimiter && { empty: t('foundOut') })} choices={DELIMITERS.map((value) => ({ value, label: t(`delimiter.${value}`) }))} onPick={(picked) => onPick({ delimiter: picked })} /></Field>
    </div>
  );
}

/// Rows that go in, and what of them does not.
function Warnings({ rows }: { rows: Preview['warnings'] }) {
  const t = useLeadsText();
  if (rows.length === 0) return null;
  return (
    <div>
      <p>{t('withoutValues')}</p>
      {rows.slice(0, SHOWN_REJECTS).map((row) => <p key={row.row} className="quiet small">{t('row')} {row.row}: {row.reasons.map(rejectInWords).join('; ')}</p>)}
    </div>
  );
}
