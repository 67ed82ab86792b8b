import { FileDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from './Button';
import type { Run } from './export_csv';
import { formatNumber } from './format';
import { toast, toastError } from './toasts';

interface Props {
  label: string;
  /// What the button says while it runs: that it stops it, and how many rows there are.
  stop: (rows: string) => string;
  /// Said when the file holds only the first rows.
  cut: (rows: string) => string;
  /// Why there is nothing to export.
  blocked: string | false;
  /// Fetches and saves. False: not all of it.
  save: (run: Run) => Promise<boolean>;
}

/// A list as a file. While it runs the button says how far it is, and stops it.
export function ExportButton({ label, stop, cut, blocked, save }: Props) {
  const running = useRef<AbortController | null>(null);
  const [rows, setRows] = useState<number | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    if (running.current) return running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    let told = 0;
    setRows(told);
    const onRows = (next: number) => setRows(told = next);
    await save({ onRows, signal }).then((whole) => { if (!whole) toast(cut(formatNumber(told))); }, (failure) => { if (!signal.aborted) toastError(failure); });
    running.current = null;
    setRows(null);
  };
  return <Button icon={<FileDown />} onClick={() => void run()} blocked={rows === null && blocked}>{rows === null ? label : stop(formatNumber(rows))}</Button>;
}
