// Where a list stood when its page was left: Back (or Forward) comes to the same rows.
import { useLayoutEffect, useRef, type RefObject } from 'react';
import { useLocation, useNavigationType } from 'react-router-dom';

const MOST = 200;
const places = new Map<string, number>();

export function useScrollMemory(scroller: RefObject<HTMLElement | null>, label: string, ready: boolean): void {
  const { key } = useLocation();
  const came = useNavigationType();
  const place = useRef('');
  place.current = `${key} ${label}`;
  const wanted = useRef(came === 'POP' ? places.get(place.current) : undefined);
  useLayoutEffect(() => {
    if (!ready || wanted.current === undefined || !scroller.current) return;
    scroller.current.scrollTop = wanted.current;
    wanted.current = undefined;
  }, [ready, scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    return () => {
      if (!element) return;
      places.delete(place.current);
      places.set(place.current, element.scrollTop);
      if (places.size > MOST) places.delete(places.keys().next().value!);
    };
  }, [scroller]);
}
