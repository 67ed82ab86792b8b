import { byResource } from './matrix';
import { useRolesText } from './text';
import { actionInWords, resourceInWords } from './words';

/// Permissions in words, a line for each resource.
export function PermissionList({ permissions }: { permissions: readonly string[] }) {
  const t = useRolesText();
  return (
    <ul>
      {byResource(permissions).map(([resource, own]) => <li key={resource} title={own.join(', ')}>{resourceInWords(resource, t)}: <span className="quiet">{own.map((one) => actionInWords(one, t)).join(', ')}</span></li>)}
    </ul>
  );
}
