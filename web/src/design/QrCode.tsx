import qrcode from 'qrcode-generator';
import { useMemo } from 'react';
import styles from './QrCode.module.css';

/// Dark on light whatever the theme: cameras want it so. Module size is one unit of the view box.
export function QrCode({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const { path, count } = useMemo(() => {
    const code = qrcode(0, 'M');
    code.addData(text);
    code.make();
    const modules = code.getModuleCount();
    let drawn = '';
    for (let y = 0; y < modules; y++) for (let x = 0; x < modules; x++) if (code.isDark(y, x)) drawn += `M${x} ${y}h1v1h-1z`;
    return { path: drawn, count: modules };
  }, [text]);
  return (
    <svg className={styles.qr} width={size} height={size} viewBox={`-4 -4 ${count + 8} ${count + 8}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  );
}
