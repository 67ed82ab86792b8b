import type { Trunk } from '@/api/types';
import { useCommonText } from '@/i18n/text';
import { Badge } from './Badge';

/// AUTO, MF or LS, with what it stands for.
export function TypeBadge({ type }: { type: Trunk['type'] }) {
  const t = useCommonText();
  return <Badge><abbr title={t(`trunkType.${type}`)}>{type.toUpperCase()}</abbr></Badge>;
}
