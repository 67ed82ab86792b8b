import { useRef, useState } from 'react';
import { Button } from '@/design/Button';
import { Dialog } from '@/design/Dialog';
import { Select } from '@/design/Field';
import { toast, toastError } from '@/design/toasts';
import { useCommonText } from '@/i18n/text';
import { STATUSES, useLeadWrites, useSellers, type Lead, type LeadStatus } from './queries';
import { runEach, type Progress } from './run_each';
import { useLeadsText } from './text';
import styles from './leads.module.css';

/// What can be done with many leads at once. It stays until the choice is given up.
export function Bulk({ leads, onClear }: { leads: Lead[]; onClear: () => void }) {
  const t = useLeadsText();
  const sellers = useSellers();
  const writes = useLeadWrites();
  const [progress, setProgress] = useState<Progress | null>(null);
  const stop = useRef<AbortController | null>(null);
  const assign = async (seller: string) => {
    try {
      const { assigned } = await writes.assign(leads.map((lead) => lead.id), seller === 'none' ? null : seller);
      toast(t('assignedToast', { count: assigned }));
      onClear();
    } catch (failure) {
      toastError(failure);
    }
  };
  const move = async (status: LeadStatus) => {
    stop.current = new AbortController();
    setProgress({ done: 0, of: leads.length, failed: [] });
    const end = await runEach(leads, (lead) => lead.client_name, (lead) => writes.update(lead, { status }), setProgress, stop.current.signal);
    stop.current = null;
    if (end.failed.length > 0) return;
    setProgress(null);
    toast(t('movedToast', { count: end.done, status: t(`status.${status}`) }));
    onClear();
  };
  return (
    <section className={styles.bulk} aria-label={t('chosen', { count: leads.length })}>
      <span className="grow">{t('chosen', { count: leads.length })}</span>
      {sellers && <Select aria-label={t('assignTo')} value="" empty={t('assignTo')} choices={[...sellers.map((seller) => ({ value: seller.id, label: seller.username })), { value: 'none', label: t('nobody') }]} onPick={(seller) => seller && void assign(seller)} />}
      <Select aria-label={t('setStatus')} value="" empty={t('setStatus')} choices={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))} onPick={(status) => status && void move(status)} />
      <Button kind="quiet" onClick={onClear}>{t('chooseNone')}</Button>
      {progress && <Working progress={progress} onStop={() => stop.current?.abort()} onClose={() => { setProgress(null); onClear(); }} running={progress.done < progress.of && !stop.current?.signal.aborted} />}
    </section>
  );
}

function Working({ progress, running, onStop, onClose }: { progress: Progress; running: boolean; onStop: () => void; onClose: () => void }) {
  const t = useLeadsText();
  const common = useCommonText();
  return (
    <Dialog open closing="stays" onClose={onClose} title={t('changing', { done: progress.done, of: progress.of })} actions={running ? <Button onClick={onStop}>{t('stop')}</Button> : <Button kind="primary" onClick={onClose}>{common('close')}</Button>}>
      <progress className={styles.progress} max={progress.of} value={progress.done} aria-label={t('changing', { done: progress.done, of: progress.of })} />
      {progress.failed.length > 0 && <ul aria-label={t('notChanged')}>{progress.failed.slice(0, 20).map(({ name, why }) => <li key={name}><b>{name}</b> <span className="quiet">{why}</span></li>)}</ul>}
    </Dialog>
  );
}
