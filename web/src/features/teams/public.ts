// What other features may use of teams.
export { useTeams } from './queries';
