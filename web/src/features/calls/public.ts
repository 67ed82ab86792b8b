// What other features may use of calls.
export { useCall, useRunningCalls } from './queries';
