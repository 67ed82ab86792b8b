export { useTrunks } from './queries';
