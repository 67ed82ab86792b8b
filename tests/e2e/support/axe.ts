import axe from 'axe-core';
import type { Page } from 'playwright-core';

/// Throws when axe finds something serious or critical on the page as it is now.
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] });
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, help, nodes }) => `${impact} ${id}: ${help}\n    ${nodes.slice(0, 4).map((node) => `${node.target.join(' ')}  ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`).join('\n    ')}`);
  });
  if (found.length > 0) throw new Error(`${page.url()}\n  ${found.join('\n  ')}`);
}
