import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/api/client';
import { Button } from '@/design/Button';
import { Dialog } from '@/design/Dialog';
import { Checkbox } from '@/design/Field';
import { Notice, Skeleton } from '@/design/Parts';
import { toast } from '@/design/toasts';
import { useSubmit } from '@/design/use_submit';
import { useCommonText } from '@/i18n/text';
import { roleInWords } from '@/i18n/words';
import type { Role } from './matrix';
import { useRolesText } from './text';

const KEY = ['roles', 'second factor'];

/// Which roles must have a second factor.
export function SecondFactorDialog({ roles, onClose }: { roles: Role[]; onClose: () => void }) {
  const t = useRolesText();
  const common = useCommonText();
  const cache = useQueryClient();
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get('/api/security/second-factor', { signal }) });
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const now = chosen ?? new Set(data?.roles);
  const pick = (role: string, wanted: boolean) => setChosen(new Set(wanted ? [...now, role] : [...now].filter((one) => one !== role)));
  const send = useSubmit(async () => {
    cache.setQueryData(KEY, await api.put('/api/security/second-factor', { roles: [...now].sort() }));
    toast(t('factorSaved'));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t('factor')} about={t('factorAbout')} onSend={() => void send.submit()}
      actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button kind="primary" type="submit" busy={send.busy}>{t('factorSave')}</Button></>}>
      {send.message && <Notice tone="fault">{send.message}</Notice>}
      {!data ? <Skeleton /> : roles.map((role) => <Checkbox key={role.id} label={roleInWords(role.name, common)} checked={now.has(role.name)} onChange={(wanted) => pick(role.name, wanted)} />)}
    </Dialog>
  );
}
