import { useCommonText } from '@/i18n/text';
import { useFieldProps } from './Field';
import { formatBytes } from './format';
import styles from './FileInput.module.css';

interface Props {
  accept: string;
  file: File | null;
  onChoose: (file: File) => void;
}

/// A button that chooses a file, and the name of the one that is chosen. The browser's own control, whose words are in the
/// browser's language, lies over it unseen: it takes the clicks, the keys and what is dropped.
export function FileInput({ accept, file, onChoose }: Props) {
  const t = useCommonText();
  const change = (input: HTMLInputElement) => {
    const chosen = input.files?.[0];
    if (chosen) onChoose(chosen);
    input.value = '';
  };
  return (
    <div className={styles.file}>
      <input {...useFieldProps()} type="file" accept={accept} className={styles.native} title="" onChange={(event) => change(event.target)} />
      <span className={styles.button} aria-hidden>{t(file ? 'chooseOtherFile' : 'chooseFile')}</span>
      {file && <span className={styles.name}>{file.name} <span className="quiet">· {formatBytes(file.size)}</span></span>}
    </div>
  );
}
