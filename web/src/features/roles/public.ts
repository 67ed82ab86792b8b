// What other features may use of roles.
export { useRoles } from './queries';
