import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { REPOSITORY } from '../../functional/support/places.ts';

const FOLDER = process.env.VSS_SCREENSHOTS ? path.resolve(REPOSITORY, process.env.VSS_SCREENSHOTS) : null;

export const takesPictures = FOLDER !== null;

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/// The page as it stands, in both themes and on both widths: NAME-light.png, NAME-dark.png, NAME-phone-light.png …
export async function takePictures(page: Page, name: string): Promise<void> {
  if (!FOLDER) return;
  mkdirSync(FOLDER, { recursive: true });
  for (const [suffix, size] of [['', WIDE], ['-phone', PHONE]] as const) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(150); // the theme's change is drawn
      await page.screenshot({ path: path.join(FOLDER, `${name}${suffix}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.waitForTimeout(300);
}
