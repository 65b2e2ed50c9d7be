/** Gives a quantile of numbers that are sorted. */
export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Gives the median of numbers in any order. */
export function median(numbers) {
  return quantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Gives the median of the ratios of numbers to those at the same places of another list. */
export function medianRatio(numbers, others) {
  return median(numbers.map((number, index) => number / others[index]));
}

/** Gives how far the middle half of the numbers lies apart: the distance of the quartiles, as a share of the median. */
export function middleSpread(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / quantile(sorted, 0.5);
}
