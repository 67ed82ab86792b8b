import { Download, Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/design/Button';
import { ErrorState } from '@/design/ErrorState';
import { Select } from '@/design/Field';
import { formatDuration } from '@/design/format';
import { Skeleton } from '@/design/Parts';
import { toastError } from '@/design/toasts';
import { useWaveform } from './queries';
import { useCallsText } from './text';
import styles from './calls.module.css';

const HALF = 30;
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];

/// Both sides of a call, one above the other: the number, then our side. The server draws them; the sound
/// is fetched by the browser, piece by piece, once somebody presses Play: each listening is on record.
export function Player({ recording, name }: { recording: string; name: string }) {
  const t = useCallsText();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const { data: sound, error, refetch } = useWaveform(recording);
  const seconds = sound?.duration_s ?? 0;
  const source = `/api/recordings/${recording}/audio`;
  const [speed, setSpeed] = useState(1);
  const hasten = (to: number) => {
    if (audio.current) audio.current.playbackRate = to;
    setSpeed(to);
  };
  const seek = (to: number) => {
    if (audio.current) audio.current.currentTime = to;
    setAt(to);
  };
  const toggle = () => {
    if (playing) return audio.current?.pause();
    // Paused before the first sound came, play() is given up: nothing to tell anybody.
    audio.current?.play().catch((failure: Error) => { if (failure.name !== 'AbortError') toastError(failure); });
  };
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (sound === undefined) return <Skeleton height={4 * HALF} />;
  return (
    <div className="column">
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- a telephone call has no captions */}
      <audio ref={audio} preload="none" src={source} onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)} />
      {sound.channels.map((peaks, channel) => (
        <figure key={channel} className={styles.wave}>
          <figcaption className="quiet small">{t(channel === 0 ? 'left' : 'right')}</figcaption>
          <svg viewBox={`0 0 ${peaks.length} ${2 * HALF}`} preserveAspectRatio="none" aria-hidden onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            seek(((event.clientX - box.left) / box.width) * seconds);
          }}>
            <path className={styles.peaks} d={peaks.map((peak, x) => `M${x + 0.5} ${HALF - Math.max(0.5, peak * HALF)}V${HALF + Math.max(0.5, peak * HALF)}`).join('')} />
            {seconds > 0 && <path className={styles.here} d={`M${(at / seconds) * peaks.length} 0V${2 * HALF}`} />}
          </svg>
        </figure>
      ))}
      <div className="row">
        <Button icon={playing ? <Pause /> : <Play />} onClick={toggle}>{t(playing ? 'pause' : 'play')}</Button>
        <input className="grow" type="range" min={0} max={seconds} step={0.1} value={at} aria-label={t('position')} onChange={(event) => seek(Number(event.target.value))} />
        <span className="num nowrap">{formatDuration(at)} / {formatDuration(seconds)}</span>
      </div>
      <div className="row">
        <span className={styles.speed}><Select aria-label={t('speed')} value={String(speed)} choices={SPEEDS.map((value) => ({ value: String(value), label: `${value}×` }))} onPick={(value) => hasten(Number(value))} /></span>
        <span className="grow" />
        <a className="row" href={source} download={`${name}.wav`}><Download size={15} aria-hidden /> {t('download')}</a>
      </div>
    </div>
  );
}
