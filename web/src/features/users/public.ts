// What other features may use of users.
export { useUsers } from './queries';
