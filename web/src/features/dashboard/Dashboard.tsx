import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useMay } from '@/app/session/use_session';
import { Page } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { guideOpen } from '@/design/preferences';
import { useStore } from '@/design/store';
import { LeadCounts } from '@/features/leads/public';
import { useReasonInWords, useSlots } from '@/features/slots/public';
import { useTrunks } from '@/features/trunks/public';
import { findTroubles } from './attention';
import { CallsNow } from './CallsNow';
import { Guide } from './Guide';
import { Lines } from './Lines';
import { Platform } from './Platform';
import { useAnyCall, useHealth, useNumbers, useRecordingPolicy, useSystem } from './queries';
import { Today } from './Today';
import { TrunkUse } from './TrunkUse';
import { useDashboardText } from './text';
import { Verdict } from './Verdict';
import styles from './dashboard.module.css';

const Pulse = lazy(() => import('./Pulse'));

/// Is everything all right, and if not, where?
export default function Dashboard() {
  const t = useDashboardText();
  const reason = useReasonInWords();
  const seesSlots = useMay('slots.read'), seesTrunks = useMay('trunks.read'), seesCalls = useMay('calls.read'), sets = useMay('trunks.create');
  const slots = useSlots().data?.items, trunks = useTrunks().data?.items;
  const { data: health } = useHealth();
  const { data: system } = useSystem();
  const { data: policy } = useRecordingPolicy();
  const { data: numbers } = useNumbers();
  const seesLeads = useMay('crm.read');
  const { data: anyCall } = useAnyCall();
  const troubles = useMemo(() => findTroubles({ health, problems: numbers?.problems, policy }, { t, reason }), [health, numbers, policy, t, reason]);
  const known = health !== undefined && numbers !== undefined;
  const guided = useStore(guideOpen);
  const needsGuide = sets && trunks !== undefined && slots !== undefined && (trunks.length === 0 || slots.length === 0 || anyCall === false);
  // Once begun it stays until somebody has a telephone or hides it, or the first call would end the guide that shows it.
  useEffect(() => { if (needsGuide) guideOpen.set(true); }, [needsGuide]);
  const [hidden, setHidden] = useState(false);
  const firstRun = sets && (needsGuide || guided) && !hidden && trunks && slots;
  return (
    <Page title={t('title')} layout="wide">
      <div className={styles.board}>
        {firstRun && <Guide trunks={trunks.length} slots={slots} called={anyCall === true} onClose={() => { setHidden(true); guideOpen.set(false); }} />}
        {!(firstRun && slots.length === 0) && <Verdict troubles={known ? troubles : null} />}
        {numbers && !firstRun && <Today numbers={numbers} />}
        {(seesSlots || seesCalls) && !(firstRun && slots.length === 0) && <Suspense fallback={<div className={styles.pulse} />}><Pulse /></Suspense>}
        <div className={styles.cells}>
          {seesSlots && <Lines slots={slots} />}
          {seesCalls && <CallsNow slots={slots} />}
          <Platform health={health} system={system} />
          {seesLeads && numbers && !(firstRun && numbers.leads.total === 0) && <LeadCounts total={numbers.leads.total} byStatus={numbers.leads.by_status} whose={numbers.leads.scope} />}
          {seesTrunks && trunks && trunks.length > 0 && <TrunkUse trunks={trunks} />}
        </div>
        {!seesSlots && !seesCalls && <Empty title={t('nothingToSee')} />}
      </div>
    </Page>
  );
}
