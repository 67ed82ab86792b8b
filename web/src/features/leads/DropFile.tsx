import { useState, type DragEvent, type ReactNode } from 'react';
import { Field } from '@/design/Field';
import { FileInput } from '@/design/FileInput';
import { useLeadsText } from './text';
import styles from './leads.module.css';

interface Props {
  label: ReactNode;
  hint: ReactNode;
  error: ReactNode;
  file: File | null;
  onChoose: (file: File) => void;
}

/// A file, chosen or dropped here.
export function DropFile({ label, hint, error, file, onChoose }: Props) {
  const t = useLeadsText();
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(event.type !== 'dragleave');
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) onChoose(dropped);
  };
  return (
    <div className={`${styles.drop} ${over ? styles.over : ''}`} onDragEnter={drag} onDragOver={drag} onDragLeave={drag} onDrop={drop}>
      <Field label={label} hint={hint} error={error}>
        <FileInput accept=".csv,.tsv,.txt,text/csv" file={file} onChoose={onChoose} />
      </Field>
      {!file && <p className={`quiet small ${styles.byMouse}`}>{t('importDrop')}</p>}
    </div>
  );
}
