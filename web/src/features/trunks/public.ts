export { useTrunks, useTrunkWrites } from './queries';
