import { FileDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/design/Button';
import { formatNumber } from '@/design/format';
import { toastError } from '@/design/toasts';
import { exportLeads } from './export';
import { useLeads, type LeadFilter, type LeadOrder } from './queries';
import { useLeadsText } from './text';

/// The leads that the list shows, as CSV. While it runs the button says how far it is, and stops it.
export function ExportButton({ filter, order }: { filter: LeadFilter; order: LeadOrder }) {
  const t = useLeadsText();
  const list = useLeads(filter, { order });
  const running = useRef<AbortController | null>(null);
  const [rows, setRows] = useState<number | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    if (running.current) return running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    setRows(0);
    await exportLeads(filter, order, setRows, signal).catch((failure) => { if (!signal.aborted) toastError(failure); });
    running.current = null;
    setRows(null);
  };
  return <Button icon={<FileDown />} onClick={() => void run()} blocked={list.count === 0 && t('nothingFits')}>{rows === null ? t('exportList') : t('exporting', { rows: formatNumber(rows) })}</Button>;
}
