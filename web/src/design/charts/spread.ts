/// Where labels go that belong at these heights: in the same order, `gap` apart at least, none below `bottom`.
export function spread(heights: readonly number[], gap: number, bottom: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]! || a - b);
  const places = [...heights];
  order.forEach((index, rank) => {
    const above = order[rank - 1];
    if (above !== undefined) places[index] = Math.max(places[index]!, places[above]! + gap);
  });
  let lowest = bottom;
  for (const index of order.reverse()) {
    places[index] = Math.min(places[index]!, lowest);
    lowest = places[index] - gap;
  }
  return places;
}
