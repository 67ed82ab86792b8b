// Stands in for react-remove-scroll (vite.config.ts says why).
import { cloneElement, isValidElement, type ReactElement, type ReactNode } from 'react';

export function RemoveScroll({ children, as: As, ...rest }: { children?: ReactNode; as?: 'div'; [prop: string]: unknown }) {
  const { allowPinchZoom: _a, shards: _s, enabled: _e, forwardProps, removeScrollBar: _r, noIsolation: _n, inert: _i, ...props } = rest;
  if (forwardProps && isValidElement(children)) return cloneElement(children as ReactElement, props);
  return As ? <As {...props}>{children}</As> : <>{children}</>;
}
export default RemoveScroll;
