// What other features may use of leads.
export { LeadCounts } from './LeadCounts';
export { useLead } from './queries';
export { LeadName } from './LeadName';
