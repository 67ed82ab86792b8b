// What other features may use of roles.
export { PermissionList } from './PermissionList';
export { useRoles } from './queries';
